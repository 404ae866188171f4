import type { Story } from '../../writing/builtin/index.ts'
import type { ExistingStory } from './existing.ts'
import type { Meeting, MetScene } from './meet.ts'
import type { ImportPlan } from './plan.ts'
import type { NewPanel } from './rows.ts'

/** So many headings are named before the rest is only counted. */
const named = 5

/** What an import did, or would do, in figures and in words. */
export function reportOf(story: Story, existing: ExistingStory, { kept, changed, added, missing }: Meeting, plan: ImportPlan) {
  const sum = (of: (panel: NewPanel) => number) => plan.panels.reduce((total, panel) => total + of(panel), 0)
  const { sparedPanels, trashedPanelIds } = plan
  return {
    format: story.format,
    writer: 'built-in writer' as const,
    made: {
      chapters: plan.chapters.length,
      scenes: plan.scenes.length,
      panels: plan.panels.length,
      characters: plan.characters.length,
      locations: plan.locations.length,
      dialogueLines: sum(({ dialogue }) => dialogue.length),
      durationMs: sum(({ durationMs }) => durationMs),
    },
    merged: { added: added.length, changed: changed.length, kept: kept.length, missing: missing.length },
    notes: [
      ...(missing.length > 0 ? [`No longer in the text, and left alone: ${headings(missing)}.`] : []),
      ...(isReordered(existing, [...kept, ...changed])
        ? ['The text has its scenes in another order; they were left where they stand.']
        : []),
      ...(sparedPanels > 0 ? [`Panels with takes in rewritten scenes, left as they are: ${sparedPanels}.`] : []),
      ...(trashedPanelIds.length > 0
        ? [`Panels without takes that gave way to new ones, now in the trash: ${trashedPanelIds.length}.`]
        : []),
    ],
  }
}

function headings(scenes: readonly { heading: string }[]): string {
  const first = scenes.slice(0, named).map(({ heading }) => heading)
  return [...first, ...(scenes.length > named ? [`and ${scenes.length - named} more`] : [])].join('; ')
}

/** Whether the scenes of the text come in another order than those of the project; new ids ascend in the order of the text. */
function isReordered({ scenes }: ExistingStory, met: readonly MetScene[]): boolean {
  const place = new Map(scenes.map(({ id }, index) => [id, index]))
  const inText = met.toSorted((a, b) => (a.incoming.id < b.incoming.id ? -1 : 1))
  return inText.some(({ existing }, index) => {
    const before = inText[index - 1]
    return before !== undefined && (place.get(before.existing.id) ?? 0) > (place.get(existing.id) ?? 0)
  })
}

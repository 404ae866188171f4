import { matchScenes, type ScenePair } from '../../writing/builtin/match-scenes.ts'
import { type Chapter, type Scene, type Story, withoutHeading } from '../../writing/builtin/index.ts'
import type { ExistingScene, ExistingStory } from './existing.ts'
import { oneLine } from './one-line.ts'

/** A scene of the text under the id that it gets if it is new. */
export type IncomingScene = { id: string; number: string | null; heading: string; text: string; scene: Scene }
export type MetScene = ScenePair<ExistingScene, IncomingScene>

/** Which scenes of the text are in the project already. */
export type Meeting = {
  chapters: { chapter: Chapter; scenes: IncomingScene[] }[]
  /** The same words, though perhaps in another spelling or under another number. */
  kept: MetScene[]
  changed: MetScene[]
  added: IncomingScene[]
  missing: ExistingScene[]
}

export function meet(story: Story, existing: ExistingStory, newId: () => string): Meeting {
  const chapters = story.chapters.map(chapter => ({
    chapter,
    scenes: chapter.scenes.map((scene): IncomingScene => {
      const number = scene.number === null ? null : oneLine(scene.number, 20)
      return { id: newId(), number, heading: oneLine(scene.heading, 300) || 'Untitled scene', text: scene.text, scene }
    }),
  }))
  const incoming = chapters.flatMap(({ scenes }) => scenes)
  const { kept, changed, added, removed } = matchScenes(existing.scenes, incoming)
  return { chapters, kept: kept.map(asWritten), changed: changed.map(asWritten), added, missing: removed }
}

/** A scene whose text does not repeat its heading goes on without it. */
function asWritten({ existing, incoming }: MetScene): MetScene {
  const isBare = withoutHeading(existing.text, existing.heading) === existing.text && existing.text !== ''
  return isBare
    ? { existing, incoming: { ...incoming, text: withoutHeading(incoming.text, incoming.heading) } }
    : { existing, incoming }
}

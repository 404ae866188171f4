import type { Insertable } from 'kysely'
import type { Story } from '../../writing/builtin/index.ts'
import { positionsAmong } from '../order/positions-among.ts'
import type { StoryTables } from '../tables.ts'
import { alignPanels } from './align-panels.ts'
import { type Cast, castOf } from './cast.ts'
import type { ExistingScene, ExistingStory, PanelsOfScene } from './existing.ts'
import type { IncomingScene, Meeting, MetScene } from './meet.ts'
import { oneLine } from './one-line.ts'
import { type IncomingChapter, placeScenes } from './place-scenes.ts'
import { type Making, type NewPanel, type NewScene, panelRow, rewrittenScene, sceneRow } from './rows.ts'

/** Every row that an import writes. Nothing else is touched. */
export type ImportPlan = {
  chapters: Insertable<StoryTables['chapter']>[]
  characters: Cast['characters']
  locations: Cast['locations']
  scenes: NewScene[]
  rewrittenScenes: ExistingScene[]
  panels: NewPanel[]
  trashedPanelIds: string[]
  /** Panels with takes in rewritten scenes. */
  sparedPanels: number
}

type Sources = {
  projectId: string
  story: Story
  existing: ExistingStory
  meeting: Meeting
  /** Of the scenes whose text has changed. */
  panels: ReadonlyMap<string, PanelsOfScene>
  newId: () => string
}

/** Decides what an import makes, changes and takes away. */
export function planImport({ projectId, story, existing, meeting, panels, newId }: Sources): ImportPlan {
  const making = { projectId, cast: castOf(story, existing, projectId, newId), newId }
  const places = placeScenes(existing, chaptersOf(meeting, newId))
  const rebuilt = meeting.changed.map(pair => rebuildPanels(making, pair, panels.get(pair.existing.id)))
  return {
    chapters: places.chapters.map(({ chapter: { id, title, synopsis }, position }) => ({
      id,
      projectId,
      title,
      synopsis,
      position,
    })),
    characters: making.cast.characters,
    locations: making.cast.locations,
    scenes: meeting.added.flatMap(incoming => {
      const place = places.scenes.get(incoming.id)
      return place ? [sceneRow(making, incoming, place)] : []
    }),
    rewrittenScenes: [
      ...meeting.changed.map(pair => rewrittenScene(making, pair)),
      ...meeting.kept
        .filter(isSpeltAnew)
        .map(({ existing, incoming: { number, heading, text } }) => ({ ...existing, number, heading, text })),
    ],
    panels: [...meeting.added.flatMap(incoming => firstPanels(making, incoming)), ...rebuilt.flatMap(({ added }) => added)],
    trashedPanelIds: rebuilt.flatMap(({ trashed }) => trashed),
    sparedPanels: rebuilt.reduce((sum, { spared }) => sum + spared, 0),
  }
}

function chaptersOf({ chapters, kept, changed }: Meeting, newId: () => string): (IncomingChapter & { synopsis: string })[] {
  const met = new Map([...kept, ...changed].map(({ existing, incoming }) => [incoming.id, existing.id]))
  return chapters.map(({ chapter, scenes }) => ({
    id: newId(),
    title: oneLine(chapter.title, 300) || 'Untitled chapter',
    synopsis: chapter.synopsis,
    scenes: scenes.map(({ id }) => ({ id, existingId: met.get(id) ?? null })),
  }))
}

/** The same words, but renumbered or with other capitals or line breaks. */
const isSpeltAnew = ({ existing, incoming }: MetScene): boolean =>
  existing.number !== incoming.number || existing.heading !== incoming.heading || existing.text !== incoming.text

function firstPanels(making: Making, { id, scene: { panels } }: IncomingScene): NewPanel[] {
  const positions = positionsAmong(
    panels.map(() => null),
    [],
  )
  return panels.map((panel, index) => panelRow(making, id, panel, positions[index] ?? ''))
}

function rebuildPanels(making: Making, { existing, incoming }: MetScene, panels: PanelsOfScene = { live: [], occupied: [] }) {
  const { sequence, dropped } = alignPanels(panels.live, incoming.scene.panels)
  const positions = positionsAmong(
    sequence.map(entry => (entry.kind === 'stays' ? entry.panel.position : null)),
    panels.occupied,
  )
  return {
    added: sequence.flatMap((entry, index) =>
      entry.kind === 'fresh' ? [panelRow(making, existing.id, entry.panel, positions[index] ?? '')] : [],
    ),
    trashed: dropped.map(({ id }) => id),
    spared: sequence.filter(entry => entry.kind === 'stays' && entry.panel.hasTakes).length,
  }
}

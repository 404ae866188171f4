import type { CutStyle, DialogueLine, Setting, TimeOfDay } from '@storycanvas/api'
import { sql } from 'kysely'
import { panelStates } from '../../generation/panel-states.ts'
import type { Reader } from '../../platform/database/database.ts'
import { takeCounts } from '../../takes/read.ts'

export type ExistingChapter = { id: string; title: string; position: string }

export type ExistingScene = {
  id: string
  chapterId: string
  position: string
  number: string | null
  heading: string
  text: string
  setting: Setting
  timeOfDay: TimeOfDay
  locationId: string | null
  characterIds: string[]
  transition: CutStyle
}

export type ExistingPanel = {
  id: string
  sceneId: string
  position: string
  description: string
  dialogue: DialogueLine[]
  /** It has takes, or one is being made: nothing may take it away. */
  hasTakes: boolean
}

/** What an import meets. Positions in the trash count as occupied. */
export type ExistingStory = {
  chapters: ExistingChapter[]
  occupiedByChapters: string[]
  /** In story order. */
  scenes: ExistingScene[]
  occupiedByScenes: ReadonlyMap<string, string[]>
  characters: { id: string; name: string }[]
  locations: { id: string; name: string }[]
}

export async function readExistingStory(database: Reader, projectId: string): Promise<ExistingStory> {
  const chapters = await database
    .selectFrom('chapter')
    .select(['id', 'title', 'position', 'deletedAt'])
    .where('projectId', '=', projectId)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const places = await database.selectFrom('scene').select(['chapterId', 'position']).where('projectId', '=', projectId).execute()
  const byChapter = Map.groupBy(places, ({ chapterId }) => chapterId)
  return {
    chapters: chapters.filter(({ deletedAt }) => deletedAt === null),
    occupiedByChapters: chapters.map(({ position }) => position),
    scenes: await liveScenes(database, projectId),
    occupiedByScenes: new Map([...byChapter].map(([id, rows]) => [id, rows.map(({ position }) => position)])),
    characters: await namesIn(database, 'character', projectId),
    locations: await namesIn(database, 'location', projectId),
  }
}

function liveScenes(database: Reader, projectId: string): Promise<ExistingScene[]> {
  return database
    .selectFrom('scene as s')
    .innerJoin('chapter as c', 'c.id', 's.chapterId')
    .select(['s.id', 's.chapterId', 's.position', 's.number', 's.heading', 's.text', 's.setting', 's.timeOfDay'])
    .select(['s.locationId', 's.characterIds', 's.transition'])
    .where('s.projectId', '=', projectId)
    .where('s.deletedAt', 'is', null)
    .orderBy('c.position')
    .orderBy('c.id')
    .orderBy('s.position')
    .orderBy('s.id')
    .execute()
}

function namesIn(database: Reader, table: 'character' | 'location', projectId: string) {
  return database
    .selectFrom(table)
    .select(['id', 'name'])
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()
}

export type PanelsOfScene = { live: ExistingPanel[]; occupied: string[] }

/** The panels of the named scenes in order. */
export async function readExistingPanels(database: Reader, sceneIds: string[]): Promise<ReadonlyMap<string, PanelsOfScene>> {
  const rows = await database
    .selectFrom('panel')
    .select(['id', 'sceneId', 'position', 'description', 'dialogue', 'deletedAt'])
    .where(sql<boolean>`scene_id = any(${sceneIds}::uuid[])`)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const live = rows.filter(({ deletedAt }) => deletedAt === null)
  const ids = live.map(({ id }) => id)
  const counts = await takeCounts(database, ids)
  const states = await panelStates(database, ids)
  const isBeingDrawn = (id: string) => states.get(id) === 'queued' || states.get(id) === 'drawing'
  const panels = live.map(panel => ({ ...panel, hasTakes: counts.has(panel.id) || isBeingDrawn(panel.id) }))
  const liveOf = Map.groupBy(panels, ({ sceneId }) => sceneId)
  const allOf = Map.groupBy(rows, ({ sceneId }) => sceneId)
  return new Map(
    sceneIds.map(id => [id, { live: liveOf.get(id) ?? [], occupied: (allOf.get(id) ?? []).map(({ position }) => position) }]),
  )
}

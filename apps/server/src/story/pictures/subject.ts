import type { DialogueLine, Instruction } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'
import { stylesOf } from '../../projects/styles.ts'
import type { CharacterRow, LocationRow } from '../cast/pages.ts'
import type { PanelRow } from '../panels/read.ts'
import type { SceneRow } from '../scenes/read.ts'
import { portraitOf, viewOf } from './of-cast.ts'

type Shown = 'id' | 'projectId' | 'sceneId' | 'description' | 'shotSize' | 'framing' | 'angle' | 'lensMm' | 'cameraMove'
type Worded = 'imagePrompt' | 'videoPrompt' | 'negativePrompt'

/** A panel, or one of the cast alone as if it were one, with everything around it that shapes its picture. */
export type Subject = {
  panel: Pick<PanelRow, Shown | Worded> & { dialogue: DialogueLine[] }
  scene: Pick<SceneRow, 'id' | 'projectId' | 'setting' | 'timeOfDay' | 'mood' | 'locationId'>
  location: LocationRow | null
  /** From the left of the frame to the right. */
  characters: CharacterRow[]
  /** Enabled directions for pictures, in order. */
  instructions: Instruction[]
  style: string
}

/** The subjects of any number of panels, characters and locations, in a fixed number of queries. */
export async function subjectsOf(database: Reader, ids: readonly string[]): Promise<Subject[]> {
  if (ids.length === 0) return []
  const panels = await panelRows(database, ids)
  const subjects = await subjectsAround(database, panels)
  return panels.length === new Set(ids).size ? subjects : [...subjects, ...(await castSubjects(database, ids))]
}

async function castSubjects(database: Reader, ids: readonly string[]): Promise<Subject[]> {
  const ofIds = <Row>(table: 'character' | 'location') =>
    sql<Row>`select * from ${sql.table(table)} where id = any(${ids}::uuid[]) and deleted_at is null`.execute(database)
  const [{ rows: characters }, { rows: locations }] = await Promise.all([
    ofIds<CharacterRow>('character'),
    ofIds<LocationRow>('location'),
  ])
  const projectIds = [...new Set([...characters, ...locations].map(({ projectId }) => projectId))]
  if (projectIds.length === 0) return []
  const [instructions, styles] = await Promise.all([imageInstructions(database, projectIds), stylesOf(database, projectIds)])
  const around = ({ projectId }: { projectId: string }) => ({
    instructions: instructions.get(projectId) ?? [],
    style: styles.get(projectId) ?? '',
  })
  return [
    ...characters.map(row => ({ ...portraitOf(row), ...around(row) })),
    ...locations.map(row => ({ ...viewOf(row), ...around(row) })),
  ]
}

/** The same for panels that have been read already. */
export async function subjectsAround(
  database: Reader,
  panels: readonly (Subject['panel'] & { characterIds: string[] })[],
): Promise<Subject[]> {
  if (panels.length === 0) return []
  const scenes = await sceneRows(database, [...new Set(panels.map(({ sceneId }) => sceneId))])
  const projectIds = [...new Set(panels.map(({ projectId }) => projectId))]
  const [characters, locations, instructions, styles] = await Promise.all([
    liveOf<CharacterRow>(database, 'character', projectIds),
    liveOf<LocationRow>(database, 'location', projectIds),
    imageInstructions(database, projectIds),
    stylesOf(database, projectIds),
  ])
  const sceneById = byId(scenes)
  const characterById = byId(characters)
  const locationById = byId(locations)
  return panels.flatMap((panel): Subject[] => {
    const scene = sceneById.get(panel.sceneId)
    if (!scene) return []
    return [
      {
        panel,
        scene,
        location: (scene.locationId !== null && locationById.get(scene.locationId)) || null,
        characters: panel.characterIds.flatMap(id => characterById.get(id) ?? []),
        instructions: instructions.get(panel.projectId) ?? [],
        style: styles.get(panel.projectId) ?? '',
      },
    ]
  })
}

const byId = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map(row => [row.id, row]))

function panelRows(database: Reader, ids: readonly string[]) {
  return database
    .selectFrom('panel')
    .select(['id', 'projectId', 'sceneId', 'description', 'dialogue', 'shotSize', 'framing', 'angle', 'lensMm', 'cameraMove'])
    .select(['characterIds', 'imagePrompt', 'videoPrompt', 'negativePrompt'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
}

function sceneRows(database: Reader, ids: readonly string[]) {
  return database
    .selectFrom('scene')
    .select(['id', 'projectId', 'setting', 'timeOfDay', 'mood', 'locationId'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
}

async function liveOf<Row>(database: Reader, table: 'character' | 'location', projectIds: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select * from ${sql.table(table)} where project_id = any(${projectIds}::uuid[]) and deleted_at is null`.execute(database)
  return rows
}

async function imageInstructions(database: Reader, projectIds: readonly string[]): Promise<Map<string, Instruction[]>> {
  const rows = await database
    .selectFrom('instruction')
    .selectAll()
    .where('projectId', 'in', projectIds)
    .where('scope', 'in', ['image', 'all'])
    .where('enabled', '=', true)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return Map.groupBy(rows, ({ projectId }) => projectId)
}

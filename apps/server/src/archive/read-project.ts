import type { ProjectFile } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Database, Reader } from '../platform/database/database.ts'
import { readProject } from '../projects/read.ts'

/**
 * A project as data, all of one moment. What lies in the trash stays behind, and whatever names it names nothing then.
 */
export function projectFile(database: Database, projectId: string): Promise<ProjectFile> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async tx => {
      const { id, name, description, template, aspectRatio, rateNum, rateDen, dropFrame, style, cutFollowsBoard } =
        await readProject(tx, projectId)
      const rate = { num: rateNum, den: rateDen }
      const project = { id, name, description, template, aspectRatio, rate, dropFrame, style, cutFollowsBoard }
      return { format: 'storycanvas-project', version: 1, project, ...(await rowsOf(tx, projectId)) }
    })
}

type Rows = Omit<ProjectFile, 'format' | 'version' | 'project'>

async function rowsOf(tx: Reader, projectId: string): Promise<Rows> {
  const of = <T>(table: string) => live<T>(tx, table, projectId)
  const locations = await of<ProjectFile['locations'][number]>('location')
  const characters = await of<ProjectFile['characters'][number]>('character')
  const instructions = await of<ProjectFile['instructions'][number]>('instruction')
  const chapters = await of<ProjectFile['chapters'][number]>('chapter')
  const scenes = (await of<ProjectFile['scenes'][number]>('scene')).filter(among(chapters, 'chapterId'))
  const panels = (await of<ProjectFile['panels'][number]>('panel')).filter(among(scenes, 'sceneId'))
  const clips = await of<ProjectFile['clips'][number]>('clip')
  const branches = (await of<ProjectFile['branches'][number]>('take_branch')).filter(among(panels, 'panelId'))
  const takes = (await of<ProjectFile['takes'][number]>('take')).filter(
    take =>
      among(panels, 'panelId')(take) ||
      among(clips, 'clipId')(take) ||
      among(characters, 'characterId')(take) ||
      among(locations, 'locationId')(take),
  )
  const media = await mediaOf(tx, projectId)
  const generations = await generationsOf(tx, takes)
  const choices = await choicesOf(tx, branches)
  const { rows: tracks } = await sql<ProjectFile['tracks'][number]>`
    select track, name, muted from timeline_track where project_id = ${projectId} order by track`.execute(tx)
  const { rows: markers } = await sql<ProjectFile['markers'][number]>`
    select id, at_frame, duration_frames, name, note, colour from timeline_marker
    where project_id = ${projectId} order by at_frame, id`.execute(tx)
  return {
    ...{ instructions, chapters, tracks, markers, media, generations },
    ...withoutLooseEnds({ locations, characters, scenes, panels, clips, branches, takes, choices, media, generations }),
  }
}

/** Columns that every such table has and that mean nothing elsewhere. */
const local = new Set([
  'projectId',
  'updatedAt',
  'version',
  'deletedAt',
  'deletionId',
  'ownerId',
  'accountId',
  'batchId',
  'jobId',
  'cachedTakeId',
  'version',
])

const travelling = (row: object): unknown => Object.fromEntries(Object.entries(row).filter(([key]) => !local.has(key)))

async function live<T>(tx: Reader, table: string, projectId: string): Promise<T[]> {
  const { rows } = await sql<object>`
    select * from ${sql.table(table)} where project_id = ${projectId} and deleted_at is null order by id`.execute(tx)
  return rows.map(travelling) as T[]
}

/** The uploads that clips of the cut play, and the pictures that the cast goes by. */
async function mediaOf(tx: Reader, projectId: string) {
  const { rows } = await sql<object>`
    select * from media_file m where deleted_at is null
      and (exists (select from clip c where c.media_id = m.id and c.project_id = ${projectId} and c.deleted_at is null)
        or exists (select from character c where m.id = any(c.reference_ids) and c.project_id = ${projectId} and c.deleted_at is null)
        or exists (select from location l where m.id = any(l.reference_ids) and l.project_id = ${projectId} and l.deleted_at is null))
    order by id`.execute(tx)
  return rows.map(travelling) as ProjectFile['media']
}

/** What the takes were asked for with: enough to make them again. */
async function generationsOf(tx: Reader, takes: ProjectFile['takes']) {
  const ids = takes.flatMap(({ generationId }) => generationId ?? [])
  const { rows } = await sql<object>`select * from generation where id = any(${ids}::uuid[]) order by id`.execute(tx)
  return rows.map(travelling) as ProjectFile['generations']
}

async function choicesOf(tx: Reader, branches: ProjectFile['branches']) {
  const ids = branches.map(({ id }) => id)
  const { rows } = await sql<object>`select * from take_choice where branch_id = any(${ids}::uuid[]) order by id`.execute(tx)
  return rows.map(travelling) as ProjectFile['choices']
}

type Identified = readonly { id: string }[]

const among = <K extends string>(rows: Identified, key: K) => {
  const ids = new Set(rows.map(({ id }) => id))
  return (row: Record<K, string | null>) => row[key] !== null && ids.has(row[key])
}

type Tied = Pick<Rows, 'characters' | 'locations' | 'scenes' | 'panels' | 'clips' | 'branches' | 'takes' | 'choices'>
type Ends = Tied & Pick<Rows, 'media' | 'generations'>

/** Rows that name only what travels with them. */
function withoutLooseEnds({
  locations,
  characters,
  scenes,
  panels,
  clips,
  branches,
  takes,
  choices,
  media,
  generations,
}: Ends): Tied {
  const there = (rows: Identified) => {
    const ids = new Set(rows.map(({ id }) => id))
    return {
      one: (id: string | null) => (id !== null && ids.has(id) ? id : null),
      all: (list: string[]) => list.filter(id => ids.has(id)),
    }
  }
  const [place, people, scene, panel, clip] = [there(locations), there(characters), there(scenes), there(panels), there(clips)]
  const [branch, take, file, asked] = [there(branches), there(takes), there(media), there(generations)]
  return {
    characters: characters.map(row => ({ ...row, referenceIds: file.all(row.referenceIds) })),
    locations: locations.map(row => ({ ...row, referenceIds: file.all(row.referenceIds) })),
    scenes: scenes.map(row => ({ ...row, locationId: place.one(row.locationId), characterIds: people.all(row.characterIds) })),
    panels: panels.map(row => ({
      ...row,
      chosenTakeId: take.one(row.chosenTakeId),
      characterIds: people.all(row.characterIds),
      dialogue: row.dialogue.map(line => ({ ...line, characterId: people.one(line.characterId) })),
    })),
    clips: clips.map(row => ({
      ...row,
      ...{ sceneId: scene.one(row.sceneId), panelId: panel.one(row.panelId), mediaId: file.one(row.mediaId) },
      characterIds: people.all(row.characterIds),
    })),
    branches: branches.map(row => ({ ...row, chosenTakeId: take.one(row.chosenTakeId), fromTakeId: take.one(row.fromTakeId) })),
    takes: takes.map(row => ({
      ...row,
      ...{ panelId: panel.one(row.panelId), clipId: clip.one(row.clipId), parentId: take.one(row.parentId) },
      ...{ characterId: people.one(row.characterId), locationId: place.one(row.locationId) },
      ...{ branchId: branch.one(row.branchId), generationId: asked.one(row.generationId) },
    })),
    choices: choices.map(row => ({ ...row, takeId: take.one(row.takeId), fromBranchId: branch.one(row.fromBranchId) })),
  }
}

import { type ProjectRole, ProjectTree } from '@storycanvas/api'
import type { Context } from '../../context.ts'
import type { Database } from '../../platform/database/database.ts'
import { replyWriter } from '../../platform/http/writer.ts'
import { getProject } from '../../projects/read.ts'
import { allOf } from '../cast/pages.ts'
import { trashedCast } from '../cast/trashed.ts'
import { listChapters } from '../chapters/read.ts'
import { characterReplies } from '../characters/read.ts'
import { locationReplies } from '../locations/read.ts'
import { panelReplies, type PanelRow } from '../panels/read.ts'
import { type SceneRow, sceneReply } from '../scenes/read.ts'
import { projectFigures } from './figures.ts'

type Parts = Pick<Context, 'database' | 'grants'>

/** So many scenes are read and written at once, whatever the length of the story. */
const scenesAtOnce = 40

const { project, chapters, characters, locations } = ProjectTree.shape
const write = {
  project: replyWriter(project),
  chapter: replyWriter(chapters.element),
  scene: replyWriter(chapters.element.shape.scenes.element),
  characters: replyWriter(characters),
  locations: replyWriter(locations),
}

/** The whole story of a project as JSON, piece by piece: the first is there at once, and no more than two lie in memory. */
export async function* textOfTree(parts: Parts, projectId: string, role: ProjectRole): AsyncGenerator<string> {
  const { database, grants } = parts
  const [head, chapterRows, scenes, trashed] = await Promise.all([
    getProject(database, projectFigures(parts), projectId, role),
    listChapters(database, projectId, false),
    scenesInOrder(database, projectId),
    trashedCast(database, projectId),
  ])
  yield `{"project":${write.project(head)},"chapters":[`
  const scenesOf = Map.groupBy(scenes, ({ chapterId }) => chapterId)
  const read = batchReader(
    parts,
    projectId,
    chapterRows.flatMap(({ id }) => scenesOf.get(id) ?? []),
    trashed,
  )
  for (const [index, chapter] of chapterRows.entries()) {
    yield `${index > 0 ? ',' : ''}${opened(write.chapter({ ...chapter, scenes: [] }))}`
    for (const [at, scene] of (scenesOf.get(chapter.id) ?? []).entries()) yield `${at > 0 ? ',' : ''}${await read(scene.id)}`
    yield ']}'
  }
  const [people, places] = await Promise.all([
    allOf(database, 'character', projectId).then(rows => characterReplies(database, grants, projectId, rows)),
    allOf(database, 'location', projectId).then(rows => locationReplies(database, grants, projectId, rows)),
  ])
  yield `],"characters":${write.characters(people)},"locations":${write.locations(places)}}`
}

/** A chapter whose list of scenes is left open. */
function opened(chapter: string): string {
  if (!chapter.endsWith('"scenes":[]}')) throw new Error('The scenes are not the last field of a chapter.')
  return chapter.slice(0, -2)
}

/** Gives the text of each scene when asked for in order; the next ones are read while one is being sent. */
function batchReader(parts: Parts, projectId: string, scenes: readonly SceneRow[], trashed: ReadonlySet<string>) {
  let next = 0
  const begin = () => {
    const batch = scenes.slice(next, next + scenesAtOnce)
    next += scenesAtOnce
    const texts = batch.length === 0 ? Promise.resolve(new Map<string, string>()) : textsOf(parts, projectId, batch, trashed)
    // Nobody may be left to hear of a failure when the reader has gone.
    texts.catch(() => undefined)
    return texts
  }
  let coming = begin()
  let texts = new Map<string, string>()
  return async (id: string): Promise<string> => {
    if (!texts.has(id)) {
      texts = await coming
      coming = begin()
    }
    return texts.get(id) ?? ''
  }
}

async function textsOf(parts: Parts, projectId: string, scenes: readonly SceneRow[], trashed: ReadonlySet<string>) {
  const rows = await panelsOf(
    parts.database,
    scenes.map(({ id }) => id),
  )
  const panels = Map.groupBy(await panelReplies(parts, projectId, rows), ({ sceneId }) => sceneId)
  return new Map(
    scenes.map(row => {
      const own = panels.get(row.id) ?? []
      const length = { durationMs: own.reduce((sum, { durationMs }) => sum + durationMs, 0), panelCount: own.length }
      return [row.id, write.scene({ ...sceneReply(row, length, trashed), panels: own })]
    }),
  )
}

const scenesInOrder = (database: Database, projectId: string): Promise<SceneRow[]> =>
  database
    .selectFrom('scene')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .orderBy('chapterId')
    .orderBy('position')
    .orderBy('id')
    .execute()

const panelsOf = (database: Database, sceneIds: readonly string[]): Promise<PanelRow[]> =>
  database
    .selectFrom('panel')
    .selectAll()
    .where('sceneId', 'in', sceneIds)
    .where('deletedAt', 'is', null)
    .orderBy('sceneId')
    .orderBy('position')
    .orderBy('id')
    .execute()

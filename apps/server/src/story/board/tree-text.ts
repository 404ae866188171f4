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
import type { SceneRow } from '../scenes/read.ts'
import { projectFigures } from './figures.ts'
import { sceneWithPanels } from './tree.ts'

type Parts = Pick<Context, 'database' | 'grants'>

/** So many scenes are read and written at once: few at first, so that something is there soon, then twice as many each time. */
const scenesAtFirst = 5
const mostScenes = 40

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
  yield `{"project":${write.project(await getProject(database, projectFigures(parts), projectId, role))},"chapters":[`
  const [chapterRows, places, trashed] = await Promise.all([
    listChapters(database, projectId, false),
    scenePlaces(database, projectId),
    trashedCast(database, projectId),
  ])
  const scenesOf = Map.groupBy(places, ({ chapterId }) => chapterId)
  const order = chapterRows.flatMap(({ id }) => scenesOf.get(id)?.map(scene => scene.id) ?? [])
  const read = batchReader(parts, projectId, order, trashed)
  for (const [index, chapter] of chapterRows.entries()) {
    yield `${index > 0 ? ',' : ''}${opened(write.chapter({ ...chapter, scenes: [] }))}`
    let sent = 0
    for (const scene of scenesOf.get(chapter.id) ?? []) {
      const text = await read(scene.id)
      // Deleted since its place was read.
      if (text === undefined) continue
      yield sent > 0 ? `,${text}` : text
      sent += 1
    }
    yield ']}'
  }
  const [people, sets] = await Promise.all([
    allOf(database, 'character', projectId).then(rows => characterReplies(database, grants, projectId, rows)),
    allOf(database, 'location', projectId).then(rows => locationReplies(database, grants, projectId, rows)),
  ])
  yield `],"characters":${write.characters(people)},"locations":${write.locations(sets)}}`
}

/** A chapter whose list of scenes is left open. */
function opened(chapter: string): string {
  if (!chapter.endsWith('"scenes":[]}')) throw new Error('The scenes are not the last field of a chapter.')
  return chapter.slice(0, -2)
}

/** Gives the text of each scene when asked for in order; the next ones are read while one is being sent. */
function batchReader(parts: Parts, projectId: string, order: readonly string[], trashed: ReadonlySet<string>) {
  let next = 0
  let count = scenesAtFirst
  const begin = () => {
    const ids = order.slice(next, next + count)
    next += count
    count = Math.min(mostScenes, 2 * count)
    const texts = ids.length === 0 ? Promise.resolve(new Map<string, string>()) : textsOf(parts, projectId, ids, trashed)
    // Nobody may be left to hear of a failure when the reader has gone.
    texts.catch(() => undefined)
    return { ids: new Set(ids), texts }
  }
  let coming = begin()
  let ids: ReadonlySet<string> = new Set()
  let texts: ReadonlyMap<string, string> = new Map()
  return async (id: string): Promise<string | undefined> => {
    if (!ids.has(id)) {
      ids = coming.ids
      texts = await coming.texts
      coming = begin()
    }
    return texts.get(id)
  }
}

async function textsOf({ database, grants }: Parts, projectId: string, ids: readonly string[], trashed: ReadonlySet<string>) {
  const [scenes, rows] = await Promise.all([scenesBy(database, ids), panelsOf(database, ids)])
  const panels = Map.groupBy(await panelReplies({ database, grants }, projectId, rows), ({ sceneId }) => sceneId)
  return new Map(scenes.map(row => [row.id, write.scene(sceneWithPanels(row, panels.get(row.id) ?? [], trashed))]))
}

const scenePlaces = (database: Database, projectId: string): Promise<Pick<SceneRow, 'id' | 'chapterId'>[]> =>
  database
    .selectFrom('scene')
    .select(['id', 'chapterId'])
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .orderBy('chapterId')
    .orderBy('position')
    .orderBy('id')
    .execute()

const scenesBy = (database: Database, ids: readonly string[]): Promise<SceneRow[]> =>
  database.selectFrom('scene').selectAll().where('id', 'in', ids).where('deletedAt', 'is', null).execute()

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

import { sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import { pageOf, readCursor } from '../../platform/database/page.ts'
import { type SceneRow, sceneReplies } from './read.ts'
import { haveWords, wordsMeant } from './words-meant.ts'

type Query = {
  projectId: string
  chapterId?: string | undefined
  search?: string | undefined
  deleted: boolean
  limit: number
  cursor?: string | undefined
}

/** Scenes of a project in story order; `search` looks for words, as they begin, in heading, synopsis and text. */
export async function listScenes(database: Database, query: Query) {
  const { projectId, chapterId, search, deleted, limit, cursor } = query
  const start = readCursor(cursor)
  const [chapter = '', scene = ''] = start?.key.split(' ') ?? []
  const meant = search ? await wordsMeant(database, projectId, search) : undefined
  if (meant === null) return { items: [], nextCursor: null }
  const wanted = sql`s.deleted_at is ${deleted ? sql`not null` : sql`null`}
    ${meant ? sql`and ${haveWords(meant)}` : sql``}
    ${start ? sql`and (c.position, s.position, s.id) > (${chapter}, ${scene}, ${start.id}::uuid)` : sql``}`
  // Chapter by chapter, each no further than a page reaches: what comes later is not read. What a rare word leaves is sorted.
  const scenes = meant?.ids
    ? sql`join scene s on s.chapter_id = c.id and s.id = any(${meant.ids}::uuid[]) and ${wanted}`
    : sql`cross join lateral (
        select * from scene s where s.chapter_id = c.id and ${wanted} order by s.position, s.id limit ${limit + 1}
      ) s`
  const { rows } = await sql<SceneRow & { place: string }>`
    select s.*, c.position || ' ' || s.position as place
    from chapter c
    ${scenes}
    where c.project_id = ${projectId}
      ${chapterId ? sql`and c.id = ${chapterId}` : sql``}
      ${start ? sql`and c.position >= ${chapter}` : sql``}
    order by c.position, c.id, s.position, s.id
    limit ${limit + 1}`.execute(database)
  const page = pageOf(rows, limit, ({ place }) => place)
  return { ...page, items: await sceneReplies(database, projectId, page.items) }
}

import { sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import { pageOf, readCursor } from '../../platform/database/page.ts'
import { containing } from '../../platform/database/containing.ts'
import { sceneReplies } from './read.ts'

type Query = {
  projectId: string
  chapterId?: string | undefined
  search?: string | undefined
  deleted: boolean
  limit: number
  cursor?: string | undefined
}

/** Scenes of a project in story order; `search` looks at heading, synopsis and text. */
export async function listScenes(database: Database, { projectId, chapterId, search, deleted, limit, cursor }: Query) {
  const start = readCursor(cursor)
  let select = database
    .selectFrom('scene as s')
    .innerJoin('chapter as c', 'c.id', 's.chapterId')
    .selectAll('s')
    .select(sql<string>`c.position || ' ' || s.position`.as('place'))
    .where('s.projectId', '=', projectId)
    .where('s.deletedAt', deleted ? 'is not' : 'is', null)
    .orderBy('c.position')
    .orderBy('s.position')
    .orderBy('s.id')
    .limit(limit + 1)
  if (chapterId) select = select.where('s.chapterId', '=', chapterId)
  if (search) {
    const pattern = containing(search)
    select = select.where(some =>
      some.or((['heading', 'synopsis', 'text'] as const).map(field => some(`s.${field}`, 'ilike', pattern))),
    )
  }
  if (start) {
    const [chapter = '', scene = ''] = start.key.split(' ')
    select = select.where(sql<boolean>`(c.position, s.position, s.id) > (${chapter}, ${scene}, ${start.id}::uuid)`)
  }
  const page = pageOf(await select.execute(), limit, ({ place }) => place)
  return { ...page, items: await sceneReplies(database, projectId, page.items) }
}

import type { Member } from '@storycanvas/api'
import type { Reader } from '../platform/database/database.ts'

/** Members of a project, its owner first, then in the order in which they came. */
export async function listMembers(database: Reader, projectId: string): Promise<{ items: Member[] }> {
  const items = await database
    .selectFrom('projectMember as m')
    .innerJoin('account as a', 'a.id', 'm.accountId')
    .select(['m.accountId', 'a.name', 'm.role', 'm.createdAt as since'])
    .where('m.projectId', '=', projectId)
    .orderBy(eb => eb('m.role', '=', 'owner'), 'desc')
    .orderBy('m.createdAt')
    .orderBy('m.accountId')
    .execute()
  return { items }
}

/** What somebody is on a project; null for who is not on it. */
export async function roleOf(database: Reader, projectId: string, accountId: string) {
  const row = await database
    .selectFrom('projectMember')
    .select('role')
    .where('projectId', '=', projectId)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return row?.role ?? null
}

import { problems } from '@storycanvas/api'
import type { Context } from '../context.ts'
import { requireAnyRoom } from '../library/uploads/room.ts'
import type { Reader } from '../platform/database/database.ts'
import { RequestError } from '../platform/http/problem.ts'

type Parts = Pick<Context, 'config'> & { database: Reader }

/**
 * Refuses what would be made for a project whose owner has stored all that they may: before anybody is asked, and paid, for it.
 * What is under way still comes and is kept, beyond the limit.
 * @throws RequestError `quota-exceeded`
 */
export async function requireRoomForTakes({ database, config }: Parts, projectId: string): Promise<void> {
  const owner = await database
    .selectFrom('projectMember')
    .select('accountId')
    .where('projectId', '=', projectId)
    .where('role', '=', 'owner')
    .executeTakeFirst()
  if (owner) await requireAnyRoom({ database, config }, owner.accountId)
}

/** The same for a job that is about to be sent: why it ends instead, with what helps; null where there is room. */
export async function lackOfRoom(parts: Parts, projectId: string): Promise<{ code: string; message: string } | null> {
  try {
    await requireRoomForTakes(parts, projectId)
    return null
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    return { code: error.code, message: `${error.message} ${problems[error.code].remedy}` }
  }
}

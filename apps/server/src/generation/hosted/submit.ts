import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { holdAgain } from '../../budgets/hold.ts'
import { settleBudget } from '../../budgets/settle.ts'
import type { Context } from '../../context.ts'
import { roleOf } from '../../members/read.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { RequestError } from '../../platform/http/problem.ts'
import { FinalFailure } from '../../platform/jobs/define.ts'
import { roleMay } from '../../platform/policy/policy.ts'
import { largestPicture } from '../../takes/add.ts'
import { type Provider, ProviderError, type ProviderKey, type ProviderRequest } from '../providers/provider.ts'
import { lackOfRoom } from '../room.ts'
import { keepTrying } from './keep-trying.ts'
import { waitFor } from './wait-for.ts'

type Database = Context['database']
type Parts = Pick<Context, 'database' | 'config' | 'media'>
type Wish = { generationId: string; provider: Provider; request: ProviderRequest; signal: AbortSignal }

/**
 * Has the service begin, once: the intent is stored before the call, its id after it. Found again after a crash, an intent
 * without an id may have been paid; then nobody asks a second time, and the money counts as spent.
 */
export async function beginOnce(parts: Parts, wish: Wish): Promise<ProviderKey> {
  const { database } = parts
  const { generationId, provider, request, signal } = wish
  const before = await database
    .selectFrom('hostedAttempt')
    .selectAll()
    .where('generationId', '=', generationId)
    .executeTakeFirst()
  if (before && before.state !== 'refused') {
    const key = { id: before.id, remoteId: before.remoteId }
    if (before.state === 'submitted' && !provider.abilities.findsByOurId) return key
    if (!provider.abilities.findsByOurId)
      throw await giveUp(database, wish, before.id, 'The server stopped while the service was being asked.')
    // Our id tells whether it is there; what certainly is not may be asked for again.
    if ((await provider.look(key, { signal })).kind !== 'unknown') return key
  }
  // What comes has to be put somewhere; a full disk, or nodes that are away, may have room again by the next attempt.
  if ((await parts.media.freeBytes()) < largestPicture)
    throw new RequestError('insufficient-storage', 'The store has no room for what would be made.')
  const id = randomUUID()
  await database.transaction().execute(async tx => {
    await requireMayBegin({ ...parts, database: tx }, generationId)
    await holdAgain(tx, generationId)
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('hostedAttempt')
      .values({ generationId, id, state: 'intended', remoteId: null })
      .onConflict(conflict =>
        conflict
          .column('generationId')
          .doUpdateSet({ id, state: 'intended', remoteId: null })
          .where(sql<boolean>`hosted_attempt.id = ${before?.id ?? null} and hosted_attempt.state = ${before?.state ?? null}`),
      )
      .executeTakeFirstOrThrow()
    // Two workers may hold the same job for a moment, when one is wrongly thought dead.
    if (numInsertedOrUpdatedRows !== 1n) throw new Error('The service is being asked for it already.')
  })
  try {
    const remoteId = await provider.submit({ id, request }, { signal })
    await keepTrying(() => noteSubmitted(database, generationId, id, remoteId), signal)
    return { id, remoteId }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (error.kind !== 'not-there' && provider.abilities.findsByOurId) throw error
    if (error.kind !== 'not-there') throw await giveUp(database, wish, id, error.message)
    await noteRefused(database, generationId, { id })
    if (error.retry === 'nowhere') throw new FinalFailure(error.code, error.message, { cause: error })
    if (error.retryAfter) await waitFor(error.retryAfter * 1000, signal)
    throw error
  }
}

/** A key is used for a project only as long as its owner may edit there, and what comes can be kept. */
async function requireMayBegin(parts: Omit<Parts, 'database'> & { database: Tx }, generationId: string): Promise<void> {
  const { projectId, ownerId } = await parts.database
    .selectFrom('generation')
    .select(['projectId', 'ownerId'])
    .where('id', '=', generationId)
    .executeTakeFirstOrThrow()
  if (!roleMay(await roleOf(parts.database, projectId, ownerId), 'edit'))
    throw new FinalFailure(
      'not-allowed',
      'Whoever asked for this may not edit the project any more; run it again in your own name.',
    )
  const lack = await lackOfRoom(parts, projectId)
  if (lack) throw new FinalFailure(lack.code, lack.message)
}

async function giveUp(database: Database, wish: Wish, id: string, why: string): Promise<FinalFailure> {
  const { generationId } = wish
  await database
    .updateTable('hostedAttempt')
    .set({ state: 'unclear' })
    .where('generationId', '=', generationId)
    .where('id', '=', id)
    .execute()
  await countAsSpent(database, wish)
  return new FinalFailure(
    'unclear',
    `${why} It may have been made and charged, so it is not asked for again by itself; make it again to pay anew.`,
  )
}

/** Under which id the service works on it. */
export async function noteSubmitted(database: Reader, generationId: string, id: string, remoteId: string): Promise<void> {
  await database
    .updateTable('hostedAttempt')
    .set({ state: 'submitted', remoteId })
    .where('generationId', '=', generationId)
    .where('id', '=', id)
    .execute()
}

/** The service itself says that it made nothing: nothing was charged, and who wants it may ask once more. */
export const noteRefused = (database: Database, generationId: string, { id }: Pick<ProviderKey, 'id'>) =>
  database
    .updateTable('hostedAttempt')
    .set({ state: 'refused' })
    .where('generationId', '=', generationId)
    .where('id', '=', id)
    .execute()

/** Books the estimate for what was charged, or may have been, and brought nothing. */
export const countAsSpent = (database: Database, { generationId, provider, request }: Omit<Wish, 'signal'>): Promise<void> =>
  database.transaction().execute(tx => settleBudget(tx, generationId, provider.estimate(request).costMicros))

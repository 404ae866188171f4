import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { startTestPool, type TestPool } from './testing.ts'

describe('mishaps of the generation pool', () => {
  let pool: TestPool
  before(async () => {
    pool = await startTestPool([{}, {}])
  })
  after(() => pool[Symbol.asyncDispose]())
  afterEach(async () => {
    const { database } = pool.server.context
    await sql`drop function if exists mishap() cascade`.execute(database)
    await sql`drop sequence if exists mishap_count`.execute(database)
    await pool.mend()
  })

  const client = () => pool.server.owner.client
  const ask = async () => {
    const [asked] = await pool.draw(await pool.newPanels(1))
    return { id: asked?.id as string, jobId: asked?.jobId as string }
  }
  const executions = () => pool.comfies.reduce((sum, comfy) => sum + comfy.executions.length, 0)

  /** Has the database refuse the next writes of attempts that are of this kind. */
  const refuseWrites = async (event: 'insert' | 'update', condition: string, times: number) => {
    const { database } = pool.server.context
    await sql.raw(`create sequence mishap_count`).execute(database)
    await sql
      .raw(
        `create function mishap() returns trigger language plpgsql as $$ begin
          if ${condition} and nextval('mishap_count') <= ${times} then raise exception 'a mishap'; end if;
          return new; end $$`,
      )
      .execute(database)
    await sql
      .raw(`create trigger mishap before ${event} on generation_attempt for each row execute function mishap()`)
      .execute(database)
  }

  test('an intent that the database refuses leaves neither the job nor the server waiting', async () => {
    await refuseWrites('insert', 'true', 4)
    const asked = await Promise.all([ask(), ask(), ask(), ask()])
    for (const { id } of asked) assert.equal((await pool.ended(id)).state, 'succeeded')
  })

  test('an attempt that breaks off in the middle is taken up again', async () => {
    await refuseWrites('update', `new.state = 'finished'`, 1)
    const before = executions()
    const { id } = await ask()
    assert.equal((await pool.ended(id)).state, 'succeeded')
    assert.equal(executions() - before, 1)
  })

  test('an intent that another leader stored late is taken up', async () => {
    const { database } = pool.server.context
    await client().pauseQueue()
    const { id, jobId } = await ask()
    const { items } = await client().listGenerationServers()
    const of = { id: randomUUID(), generationId: id, jobId, serverId: items[0]?.id as string, slot: 0, fence: 0 }
    const nothing = { remoteId: null, code: null, reason: null, retry: null, seconds: null, acceptedAt: null, startedAt: null }
    await database.transaction().execute(async tx => {
      await tx.updateTable('job').set({ state: 'running', attempt: 1, worker: 0 }).where('id', '=', jobId).execute()
      await tx
        .insertInto('generationAttempt')
        .values({ ...of, ...nothing, state: 'intent', endedAt: null, tidiedAt: null })
        .execute()
    })
    await client().resumeQueue()
    assert.equal((await pool.ended(id)).state, 'succeeded')
  })
})

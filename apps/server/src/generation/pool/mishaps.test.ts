import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { startTestPool, type TestPool, until } from './testing.ts'

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

  test('what waits when the account has stored all that it may ends before a server gets it', async () => {
    const { database } = pool.server.context
    const before = executions()
    await client().pauseQueue()
    const { id } = await ask()
    const row = { id: randomUUID(), ownerId: pool.server.owner.id, fileName: '', title: '', description: '', fingerprint: '' }
    await database
      .insertInto('upload')
      .values({ ...row, visibility: 'private', bytes: 1e9 })
      .execute()
    await client().resumeQueue()
    const { error } = await pool.ended(id)
    await database.deleteFrom('upload').where('id', '=', row.id).execute()
    assert.deepEqual([error?.code, executions() - before], ['quota-exceeded', 0])
  })

  test('a job that is cancelled in the moment in which it is sent is not sent, though nobody heard of it', async () => {
    const { database } = pool.server.context
    const before = executions()
    await sql
      .raw(
        `create function mishap() returns trigger language plpgsql as $$ begin
          update job set state = 'cancelled', worker = null, finished_at = now() where id = new.job_id; return new; end $$;
        create trigger mishap after insert on generation_attempt for each row execute function mishap()`,
      )
      .execute(database)
    const { id } = await ask()
    await until('the end of the attempt', async () => (await pool.attemptsOf(id))[0]?.state === 'refused')
    assert.deepEqual([(await pool.ended(id)).state, executions() - before], ['cancelled', 0])
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

  test('what was given up while a paid service was silent is called off there when it answers again', async () => {
    const { database } = pool.server.context
    const headers = { Authorization: 'Bearer pod-key' }
    const pod = { label: 'Pod', kind: 'runpod' as const, url: pool.runPod.url, headers, presets: ['sdxl'] }
    await client().createGenerationServer({ body: pod })
    for (const { id, label } of (await client().listGenerationServers()).items)
      if (label !== 'Pod') await client().updateGenerationServer({ params: { id }, body: { presets: ['sd15'] } })
    pool.runPod.order('never-ends')
    const [asked] = await pool.draw(await pool.newPanels(1), 'sdxl')
    const generationId = asked?.id as string
    const given = sql<{ id: string }>`update generation_attempt set state = 'abandoned', fence = fence + 1, ended_at = now()
      where generation_id = ${generationId} and remote_id is not null returning id`
    await until('the service has taken it', async () => (await given.execute(database)).rows.length > 0)
    await client().cancelJob({ params: { id: asked?.jobId as string } })
    await until('it is called off there', () => pool.runPod.jobs().every(({ status }) => status === 'CANCELLED'))
    await until('and known to be', async () => {
      const of = database.selectFrom('generationAttempt').select('tidiedAt').where('generationId', '=', generationId)
      return (await of.executeTakeFirstOrThrow()).tidiedAt !== null
    })
  })
})

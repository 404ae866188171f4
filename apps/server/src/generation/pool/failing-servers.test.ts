import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { startTestPool, type TestPool, until } from './testing.ts'

describe('servers that fail the generation pool', () => {
  let pool: TestPool
  before(async () => {
    pool = await startTestPool([{}, {}, {}], { delay: 400 })
  })
  after(() => pool[Symbol.asyncDispose]())
  afterEach(() => pool.mend())

  const attemptsOf = (generationId: string) => pool.attemptsOf(generationId)
  const client = () => pool.server.owner.client
  const ask = async (preset = 'sd15') => {
    const [asked] = await pool.draw(await pool.newPanels(1), preset)
    return { id: asked?.id as string, jobId: asked?.jobId as string }
  }
  /** With an endpoint of RunPod that alone draws with sdxl. */
  const withPod = async (work: () => Promise<void>) => {
    const headers = { Authorization: 'Bearer pod-key' }
    const body = { label: 'Pod', kind: 'runpod' as const, url: pool.runPod.url, headers, presets: ['sdxl'], slots: 1 }
    for (const { id } of (await client().listGenerationServers()).items)
      await client().updateGenerationServer({ params: { id }, body: { presets: ['sd15'] } })
    const { id } = await client().createGenerationServer({ body })
    try {
      await work()
    } finally {
      await client().deleteGenerationServer({ params: { id } })
    }
  }

  test('a result that is never there ends the job after some runs', async () => {
    pool.faults.order('view', 'gone', 100)
    const { id } = await ask()
    assert.equal((await pool.ended(id)).error?.code, 'output-lost')
    assert.equal((await attemptsOf(id)).length, 8)
  })

  test('a server that swallows what is sent to it is left for another', async () => {
    const [first, ...others] = (await client().listGenerationServers()).items.map(({ id }) => id)
    const only = async (presets: string[] | null) => {
      for (const id of others) await client().updateGenerationServer({ params: { id }, body: { presets } })
    }
    await only(['sdxl'])
    pool.faults.order('submit', 'error-and-not-queued', 3)
    const { id } = await ask()
    await until('two calls that never arrived', async () => (await attemptsOf(id)).length > 2)
    await only(null)
    assert.equal((await pool.ended(id)).state, 'succeeded')
    const tried = (await attemptsOf(id)).map(({ serverId, state }) => [serverId === first, state])
    assert.deepEqual(
      tried.slice(0, 3),
      Array.from({ length: 3 }, () => [true, 'evicted']),
    )
    assert.deepEqual(tried.slice(3), [[false, 'delivered']])
  })

  test('a service that has to wake a machine first is waited for', async () => {
    await withPod(async () => {
      const { id } = await ask('sdxl')
      assert.equal((await pool.ended(id)).state, 'succeeded')
      assert.deepEqual(
        pool.runPod.jobs().map(({ status }) => status),
        ['COMPLETED'],
      )
    })
  })

  test('a server whose keys cannot be read stands aside, and the others draw', async () => {
    const { database } = pool.server.context
    const { items } = await client().listGenerationServers()
    const [first] = items.map(server => server.id)
    const headersOf = (headers: string | null) =>
      database
        .updateTable('generationServer')
        .set({ headers })
        .where('id', '=', first as string)
        .execute()
    await headersOf('v1.nobody.knows')
    try {
      await client().updateGenerationServer({ params: { id: items[1]?.id as string }, body: { slots: 1 } })
      const { id } = await ask()
      assert.equal((await pool.ended(id)).state, 'succeeded')
      await client().probeGenerationServer({ params: { id: items[1]?.id as string } })
      await until('a reason', async () =>
        /keys/.test((await client().listGenerationServers()).items.find(server => server.id === first)?.reason ?? ''),
      )
    } finally {
      await headersOf(null)
      await client().probeGenerationServer({ params: { id: first as string } })
    }
  })
})

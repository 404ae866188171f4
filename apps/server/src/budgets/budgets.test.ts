import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { RequestError } from '../platform/http/problem.ts'
import { openStory, type StoryBench } from '../story/testing.ts'
import { holdBudget } from './hold.ts'
import { releaseBudget, settleBudget } from './settle.ts'

describe('budgets', () => {
  let bench: StoryBench
  let panelId: string
  let projectId: string
  let accountId: string
  before(async () => {
    bench = await openStory()
    projectId = await bench.newProject('Money')
    const chapter = await bench.newChapter(projectId, 'One')
    panelId = (await bench.newPanel((await bench.newScene(chapter.id, 'H')).id, 'A coin')).id
    accountId = bench.server.owner.id
  })
  after(() => bench.close())

  const transaction = () => bench.server.context.database.transaction()
  const budget = () => bench.client.getProjectBudget({ params: { id: projectId } })
  /** A generation of a service that charges, with or without a job. */
  const generation = async (jobId: string | null = null) => {
    const id = uuid()
    await bench.server.context.database
      .insertInto('generation')
      .values({
        ...{ id, projectId, batchId: null, jobId, ownerId: accountId, kind: 'text-to-image', panelId, preset: 'priced' },
        ...{ provider: 'test', seed: 0, inputs: '{}', inputsHash: '', cachedTakeId: null },
      })
      .execute()
    return id
  }
  const hold = async (micros: number, id?: string) => {
    const generationId = id ?? (await generation())
    await transaction().execute(tx => holdBudget(tx, { projectId, accountId }, [{ generationId, micros }]))
    return generationId
  }
  const refused = (error: unknown) => {
    assert.ok(error instanceof RequestError && error.code === 'budget-exceeded', String(error))
    return null
  }

  test('a cap is never exceeded by fifty submits at once, of the project or of the account', async () => {
    const { context } = bench.server
    for (const scope of ['project', 'account'] as const) {
      const before = scope === 'project' ? await budget() : await bench.client.getMyBudget()
      const capMicros = before.spentMicros + before.heldMicros + 1_000_000
      await bench.client.setProjectBudget({
        params: { id: projectId },
        body: { capMicros: scope === 'project' ? capMicros : null },
      })
      await bench.client.setMyBudget({ body: { capMicros: scope === 'account' ? capMicros : null } })
      const ids = await Promise.all(Array.from({ length: 50 }, () => generation()))
      const done = await Promise.all(ids.map(id => hold(70_000, id).catch(refused)))
      const held = done.filter(id => id !== null)
      assert.equal(held.length, 14)
      // Some end while others ask: what they leave free is given out again, and no more.
      const more = await Promise.all(Array.from({ length: 50 }, () => generation()))
      const all = await Promise.all([
        ...held.map(id => transaction().execute(tx => settleBudget(tx, id, 20_000))),
        ...more.map(id => hold(50_000, id).catch(refused)),
      ])
      assert.ok(all.length === 64)
      const after = scope === 'project' ? await budget() : await bench.client.getMyBudget()
      assert.ok(after.spentMicros + after.heldMicros <= capMicros)
      assert.equal(after.spentMicros - before.spentMicros, 14 * 20_000)
    }
    await bench.client.setMyBudget({ body: { capMicros: null } })
    const { rows } = await sql<{ held: number; spent: number }>`
      select coalesce(sum(micros) filter (where state = 'open'), 0) as held, sum(settled_micros) as spent
      from budget_hold where project_id = ${projectId}`.execute(context.database)
    const { heldMicros, spentMicros } = await budget()
    assert.deepEqual(rows[0], { held: heldMicros, spent: spentMicros })
  })

  test('a refusal says the sums, and nothing of it stays', async () => {
    const { heldMicros, spentMicros } = await budget()
    await bench.client.setProjectBudget({ params: { id: projectId }, body: { capMicros: heldMicros + spentMicros + 10 } })
    const id = await generation()
    await assert.rejects(hold(2_000_000, id), /up to \$2\.00/)
    assert.deepEqual(await budget(), { ...(await budget()), heldMicros, spentMicros, leftMicros: 10 })
    await bench.client.setProjectBudget({ params: { id: projectId }, body: { capMicros: null } })
  })

  test('the ceiling of an administrator holds whatever the account sets', async () => {
    const { client } = bench.server.owner
    const { heldMicros, spentMicros } = await client.getMyBudget()
    const ceiling = { capMicros: heldMicros + spentMicros + 100 }
    assert.equal((await client.setAccountCeiling({ params: { id: accountId }, body: ceiling })).leftMicros, 100)
    assert.equal((await client.setMyBudget({ body: { capMicros: 900_000_000 } })).leftMicros, 100)
    assert.equal(await hold(101).catch(refused), null)
    await client.setAccountCeiling({ params: { id: accountId }, body: { capMicros: null } })
    await client.setMyBudget({ body: { capMicros: null } })
  })

  test('is booked once, and given back for what failed', async () => {
    const before = await budget()
    const id = await hold(500)
    await Promise.all([1, 2, 3].map(() => transaction().execute(tx => settleBudget(tx, id, 300))))
    assert.equal((await budget()).spentMicros, before.spentMicros + 300)
    const jobId = (await bench.client.createJob({ body: { kind: 'x', title: 'x' } })).id
    await hold(500, await generation(jobId))
    assert.equal((await budget()).heldMicros, before.heldMicros + 500)
    await bench.client.cancelJob({ params: { id: jobId } })
    const [now] = await Promise.all([budget(), budget(), bench.client.getMyBudget()])
    assert.equal(now.heldMicros, before.heldMicros)
    const { items } = await bench.client.listBudgetEntries({ params: { id: projectId }, query: { limit: 4 } })
    assert.deepEqual(
      items.map(({ kind, micros }) => [kind, micros]),
      [
        ['release', 500],
        ['hold', 500],
        ['settle', 300],
        ['hold', 500],
      ],
    )
  })

  test('a bill that comes after the money was given back is booked, once', async () => {
    const before = await budget()
    const id = await hold(500)
    await transaction().execute(tx => releaseBudget(tx, id))
    await Promise.all([1, 2, 3].map(() => transaction().execute(tx => settleBudget(tx, id, 400))))
    await transaction().execute(tx => releaseBudget(tx, id))
    assert.deepEqual(await budget(), { ...before, spentMicros: before.spentMicros + 400 })
  })

  test('an estimate says what drawing would cost and whether it fits; our own artist is free', async () => {
    const free = await bench.client.estimateGeneration({ body: { projectId } })
    assert.deepEqual(free, { panels: 1, costMicros: 0, leftMicros: null, isAffordable: true })
    const { heldMicros, spentMicros } = await budget()
    await bench.client.setProjectBudget({ params: { id: projectId }, body: { capMicros: heldMicros + spentMicros } })
    const dear = await bench.client.estimateGeneration({ body: { projectId, preset: 'openai-gpt-image-2' } })
    assert.deepEqual([dear.costMicros > 0, dear.leftMicros, dear.isAffordable], [true, 0, false])
    await bench.draw(panelId)
  })
})

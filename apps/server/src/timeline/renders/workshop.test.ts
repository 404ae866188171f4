import { deepEqual } from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { v7 as uuid } from 'uuid'
import { openAttempt, sweepAttempts } from '../../platform/media/work-folder.ts'
import { type CutBench, openCut } from '../testing.ts'
import { trimCache } from './workshop.ts'

describe('the folders that renders work in', () => {
  let bench: CutBench
  let folder: string
  before(async () => {
    bench = await openCut()
    folder = await mkdtemp(join(tmpdir(), 'storycanvas-workshop-'))
  })
  after(async () => {
    await rm(folder, { recursive: true, force: true })
    await bench.close()
  })

  it('lose what killed attempts left, and nothing that an attempt still works on', async () => {
    const attempts = join(folder, 'attempts')
    const { database } = bench.server.context
    const [running, ended] = [uuid(), uuid()]
    for (const [id, state] of [
      [running, 'running'],
      [ended, 'failed'],
    ] as const)
      await database
        .insertInto('job')
        .values({
          ...{ id, state, kind: 'render', title: 'x', maxAttempts: 3, attempt: 2, input: '{}', priority: 0 },
          ...{ projectId: null, ownerId: bench.server.owner.id, targetKind: null, targetId: null, worker: null },
        })
        .execute()
    await openAttempt(attempts, running, 1)
    const alive = await openAttempt(attempts, running, 2)
    await openAttempt(attempts, ended, 2)
    await openAttempt(attempts, uuid(), 1)
    await mkdir(join(attempts, 'something else'))
    await sweepAttempts(database, attempts)
    deepEqual(new Set(await readdir(attempts)), new Set([basename(alive), 'something else']))
    await database.deleteFrom('job').where('id', 'in', [running, ended]).execute()
  })

  it('keep the parts that were used last, up to the limit', async () => {
    const cache = join(folder, 'cache')
    await mkdir(cache)
    for (const [name, day] of [
      ['old', 1],
      ['new', 3],
      ['middle', 2],
    ] as const) {
      await writeFile(join(cache, name), Buffer.alloc(100))
      await utimes(join(cache, name), new Date(2020, 0, day), new Date(2020, 0, day))
    }
    await trimCache(cache, 250)
    deepEqual(new Set(await readdir(cache)), new Set(['middle', 'new']))
    await trimCache(cache, 250)
    deepEqual((await readdir(cache)).length, 2)
    await trimCache(join(folder, 'not there'), 0)
  })
})

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { forkProgram } from '../../testing/program.ts'

const program = fileURLToPath(new URL('folder-lock-program.ts', import.meta.url))

test('of processes that start at the same moment on a folder whose holder is dead one gets it', async t => {
  const processes = Array.from({ length: 4 }, () => forkProgram(program, process.env))
  const folder = await mkdtemp(join(tmpdir(), 'folder-lock-'))
  t.after(async () => {
    for (const one of processes) one.disconnect()
    await rm(folder, { recursive: true, force: true })
  })
  const dead = `${Buffer.from(hostname()).toString('hex')}.4194304.1.of-nobody`
  for (let round = 0; round < 25; round++) {
    const root = await mkdtemp(join(folder, 'node-'))
    await writeFile(join(root, 'lock.7'), dead)
    const answers = processes.map(one => once(one, 'message') as Promise<[boolean]>)
    for (const one of processes) one.send(root)
    const got = (await Promise.all(answers)).filter(([hasGot]) => hasGot)
    assert.equal(got.length, 1, `${got.length} got it in round ${round}`)
  }
})

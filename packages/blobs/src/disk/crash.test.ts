import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { isBlobHash, type BlobHash } from '../hash.ts'
import { scrub, verifyBlob } from '../scrub.ts'
import { openDiskStore } from './open.ts'

const rounds = 30

/**
 * Puts and deletes without end, and says aloud what was acknowledged: `put <hash>` after a put, `delete <hash>` before
 * a deletion. Contents repeat, so that puts meet blobs that are already there.
 */
const writer = (root: string) => `
  import { writeSync } from 'node:fs'
  import { randomBytes, randomInt } from 'node:crypto'
  import { openDiskStore } from ${JSON.stringify(new URL('open.ts', import.meta.url).href)}
  const store = await openDiskStore({ root: ${JSON.stringify(root)} })
  const kept = Array.from({ length: 5 }, (_, index) => Buffer.alloc(50_000 + index, index))
  const fresh = async function* () { for (let left = randomInt(40); left > 0; left--) yield randomBytes(randomInt(100_000)) }
  const work = async () => {
    for (;;) {
      const { hash } = await store.put(randomInt(3) === 0 ? kept[randomInt(5)] : fresh(), { limit: 1e9 })
      writeSync(1, 'put ' + hash + '\\n')
      if (randomInt(3) > 0) continue
      const { hash: doomed } = await store.put(randomBytes(20_000), { limit: 1e9 })
      writeSync(1, 'delete ' + doomed + '\\n')
      await store.delete(doomed, { storedBefore: new Date(Date.now() + 1000) })
    }
  }
  await Promise.all([work(), work(), work()])`

/** Kills the writer after a number of acknowledgements and a number of microseconds; what was acknowledged and what was doomed. */
async function writeUntilKilled(root: string, acknowledgements: number, microseconds: number) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', writer(root)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const stored = new Set<BlobHash>()
  for await (const line of createInterface(child.stdout)) {
    const [verb, hash] = line.split(' ')
    if (!isBlobHash(hash)) continue
    if (verb === 'put') stored.add(hash)
    if (stored.size < acknowledgements || child.killed) continue
    const until = process.hrtime.bigint() + BigInt(microseconds * 1000)
    while (process.hrtime.bigint() < until);
    child.kill('SIGKILL')
  }
  await closed
  return stored
}

test(`${rounds} writers killed at random: nothing acknowledged is lost, nothing under a final name is half`, {
  timeout: 120_000,
}, async t => {
  const root = await mkdtemp(join(tmpdir(), 'blobs-crash-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  let acknowledged = 0
  for (let round = 0; round < rounds; round++) {
    const moment = [1 + Math.floor(Math.random() * 12), Math.floor(Math.random() * 20_000)] as const
    const stored = await writeUntilKilled(root, ...moment)
    const store = await openDiskStore({ root })
    const message = `round ${round}, killed at ${moment.join(' + ')}`
    for (const hash of stored) assert.equal(await verifyBlob(store, hash), 'intact', `${message}: ${hash}`)
    assert.deepEqual(await Array.fromAsync(scrub(store)), [], message)
    assert.deepEqual(await readdir(join(root, 'temporary')), [], message)
    acknowledged += stored.size
    await rm(join(root, 'sha256'), { recursive: true })
  }
  assert.ok(acknowledged >= rounds)
})

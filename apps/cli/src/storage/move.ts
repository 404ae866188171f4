import { parseArgs } from 'node:util'
import { type BlobStore, verifyBlob } from '@storycanvas/blobs'
import { type Config, readConfig } from '@storycanvas/server/config'
import type { OpenStorages } from '@storycanvas/server/storage'
import { createProgressBar } from '../progress-bar.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Copies every blob that the other store lacks. Both may be in use meanwhile: blobs never change. What was put into the old
 * one after the listing passed it is found by running it again, which is quick then.
 */
export async function moveBlobs(storages: OpenStorages, config: Config, args: string[], signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ args, options: { to: { type: 'string' } } })
  const { to } = values
  if (to !== 'local' && to !== 's3' && to !== 'cluster') throw new UsageError('Say where to: --to local, s3 or cluster.')
  if (to === config.storage.kind) throw new UsageError(`STORAGE is ${to} already: leave it at the old one until all is moved.`)
  const [from, target] = [
    await storages.open(config.storage),
    await storages.open(readConfig({ ...process.env, STORAGE: to }).storage),
  ]
  const bar = createProgressBar()
  const { blobs } = await from.store.usage()
  const counts = { copied: 0, bytes: 0, there: 0 }
  const damaged: string[] = []
  for await (const { hash, size } of from.store.list()) {
    signal.throwIfAborted()
    bar.show('Moving', (counts.copied + counts.there + damaged.length) / Math.max(1, blobs), hash.slice(0, 12))
    const known = await target.store.stat(hash)
    if (known?.size === size) {
      counts.there++
      continue
    }
    try {
      await copy(from.store, target.store, hash, size, signal)
      counts.copied++
      counts.bytes += size
    } catch (error) {
      if ((await verifyBlob(from.store, hash, signal)) === 'intact') throw error
      damaged.push(hash)
    }
  }
  bar.done(`${counts.copied} blobs copied (${(counts.bytes / 1e6).toFixed(1)} MB), ${counts.there} were there already`)
  if (damaged.length > 0) throw new Error(`These blobs are damaged or gone where they are and were left: ${damaged.join(', ')}`)
  console.log(
    `Set STORAGE=${to} and start the server again; then run this once more with STORAGE=${from.kind} for what came meanwhile.`,
  )
}

type Hash = Parameters<BlobStore['stat']>[0]

async function copy(from: BlobStore, to: BlobStore, hash: Hash, size: number, signal: AbortSignal): Promise<void> {
  const stream = await from.read(hash)
  await to.put(stream, { limit: size, announced: size, expected: hash, signal })
}

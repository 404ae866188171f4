import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Upload } from '@aws-sdk/lib-storage'
import { abortable } from '../abortable.ts'
import { markedName } from '../disk/process-mark.ts'
import type { Space } from '../disk/space.ts'
import { writeHashed } from '../disk/write.ts'
import { BlobError } from '../error.ts'
import { requireExpected } from '../expected.ts'
import type { BlobHash } from '../hash.ts'
import type { BlobSource, PutOptions } from '../store.ts'
import type { Connection } from './client.ts'
import { awaitDeletions } from './deletion.ts'
import { factsOf, storedAtKey } from './facts.ts'
import { keyOf } from './key.ts'

export type Spool = { readonly folder: string; readonly space: Space }
type Stored = { readonly hash: BlobHash; readonly size: number }

/** S3 takes at most 10,000 parts of one object: 160 GB. */
const partSize = 16 * 1024 * 1024
const partsAtOnce = 3

/** The key is the hash, so bytes whose hash is not known wait on the disk until it is. */
export async function putObject(connection: Connection, spool: Spool, source: BlobSource, options: PutOptions): Promise<Stored> {
  const { expected } = options
  if (expected !== undefined) return uploadExpected(connection, source, { ...options, expected })
  const path = join(spool.folder, markedName())
  try {
    const file = await open(path, 'wx', 0o600)
    const blob = await writeHashed(file, source, options, spool.space).finally(() => file.close())
    const highWaterMark = 1024 * 1024
    do await upload(connection, blob.hash, createReadStream(path, { highWaterMark }), options.signal)
    while (!(await isSettled(connection, blob.hash)))
    return blob
  } finally {
    await rm(path, { force: true })
  }
}

/** Straight through: the upload is only completed when the bytes are those announced. */
async function uploadExpected(
  connection: Connection,
  source: BlobSource,
  { limit, announced, expected, signal }: PutOptions & { readonly expected: BlobHash },
): Promise<Stored> {
  if ((announced ?? 0) > limit) throw new BlobError({ kind: 'too-large', limit })
  const digest = createHash('sha256')
  let size = 0
  const checked = async function* () {
    for await (const chunk of abortable(source instanceof Uint8Array ? one(source) : source, signal)) {
      size += chunk.byteLength
      if (size > limit) throw new BlobError({ kind: 'too-large', limit })
      digest.update(chunk)
      // A source may use its buffer again, and the parts are gathered.
      yield Buffer.from(chunk)
    }
    requireExpected({ expected, limit }, digest.digest('hex') as BlobHash)
  }
  const body = Readable.from(checked(), { objectMode: false })
  await upload(connection, expected, body, signal)
  if (await isSettled(connection, expected)) return { hash: expected, size }
  throw new BlobError({ kind: 'unavailable', why: `${expected} was deleted while it was put; put it again` })
}

async function* one(bytes: Uint8Array) {
  yield await Promise.resolve(bytes)
}

/** Multipart where the bytes are many; what was sent of an upload that fails is given back. */
async function upload(connection: Connection, hash: BlobHash, body: Readable, signal: AbortSignal | undefined): Promise<void> {
  const { client, bucket, call } = connection
  signal?.throwIfAborted()
  let failure: unknown
  body.on('error', error => (failure = error))
  const sending = new Upload({
    client,
    params: {
      Bucket: bucket,
      Key: keyOf(connection, hash),
      Body: body,
      ContentType: 'application/octet-stream',
      Metadata: { [storedAtKey]: String(Date.now()), upload: randomUUID() },
    },
    partSize,
    queueSize: partsAtOnce,
  })
  const abort = () => void sending.abort()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await call(() => sending.done())
  } catch (error) {
    signal?.throwIfAborted()
    throw failure ?? error
  } finally {
    signal?.removeEventListener('abort', abort)
    body.destroy()
  }
}

/** False when a deletion that had judged by an older time took the object away. */
async function isSettled(connection: Connection, hash: BlobHash): Promise<boolean> {
  await awaitDeletions(connection, hash)
  return (await factsOf(connection, hash)) !== undefined
}

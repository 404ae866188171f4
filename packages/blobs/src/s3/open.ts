import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { freeBytes } from '../disk/space.ts'
import { sweepTemporary } from '../disk/sweep.ts'
import { isBlobHash, type BlobHash } from '../hash.ts'
import type { BlobFacts, BlobStore } from '../store.ts'
import { connect, type Connection, type S3Options } from './client.ts'
import { deleteObject } from './deletion.ts'
import { factsOf, timeOf } from './facts.ts'
import { blobsBelow, keyOf } from './key.ts'
import { putObject } from './put.ts'
import { readObject } from './read.ts'

/** A blob store in a bucket. */
export type S3Store = BlobStore & {
  /** An address under which anybody may read the blob until it expires. */
  addressOf(hash: BlobHash, options: { readonly seconds: number; readonly mediaType?: string }): Promise<string>
  close(): void
}

/** Opens the store and sweeps the spool of what killed processes left there. The bucket must exist; it is asked nothing yet. */
export async function openS3Store(options: S3Options): Promise<S3Store> {
  const connection = connect(options)
  const folder = resolve(options.spool)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await sweepTemporary({ temporary: folder })
  const reserve = options.reserve ?? 512 * 1024 * 1024
  const space = { free: options.freeBytes ?? (() => freeBytes(folder)), reserve }
  const free = async () => Math.max(0, (await space.free()) - reserve)
  const { client, bucket } = connection
  return {
    put: (source, put) => putObject(connection, { folder, space }, source, put),
    read: (hash, range = {}) => readObject(connection, hash, range),
    stat: hash => factsOf(connection, hash),
    has: async hash => (await factsOf(connection, hash)) !== undefined,
    delete: (hash, { storedBefore }) => deleteObject(connection, hash, storedBefore),
    list: ({ after } = {}) => listObjects(connection, after),
    // The bucket knows no bounds, but what is put may have to wait in the spool.
    free,
    usage: async () => {
      let [blobs, bytes] = [0, 0]
      for await (const { size } of listObjects(connection, undefined)) {
        blobs++
        bytes += size
      }
      return { blobs, bytes, free: await free() }
    },
    addressOf: (hash, { seconds, mediaType }) => {
      const type = mediaType === undefined ? {} : { ResponseContentType: mediaType }
      const command = new GetObjectCommand({ Bucket: bucket, Key: keyOf(connection, hash), ...type })
      return getSignedUrl(client, command, { expiresIn: seconds })
    },
    close: () => client.destroy(),
  }
}

async function* listObjects(connection: Connection, after: BlobHash | undefined): AsyncGenerator<BlobFacts> {
  const { client, bucket, call } = connection
  const below = blobsBelow(connection)
  let last = after === undefined ? undefined : below + after
  for (;;) {
    const page = new ListObjectsV2Command({ Bucket: bucket, Prefix: below, ...(last === undefined ? {} : { StartAfter: last }) })
    const { Contents = [], IsTruncated } = await call(() => client.send(page))
    for (const { Key = '', Size = 0, LastModified } of Contents) {
      const hash = Key.slice(below.length)
      if (isBlobHash(hash)) yield { hash, size: Size, storedAt: timeOf(LastModified) }
    }
    last = Contents.at(-1)?.Key
    if (IsTruncated !== true || last === undefined) return
  }
}

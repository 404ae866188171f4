import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import type { BlobHash } from '../hash.ts'
import type { Connection } from './client.ts'
import { factsOf } from './facts.ts'
import { keyOf, marksBelow } from './key.ts'

/** A deletion that has not come further by then gives up; a mark that stands for twice as long belongs to nobody. */
const deletionMayTakeMs = 60_000
const pauseMs = 20

/**
 * S3 cannot delete on a condition, so deleting is announced as in the disk store: a mark is put, then the time is looked
 * at; a put looks for marks after its object is there. S3 shows every write to whoever asks after it
 * (https://aws.amazon.com/s3/consistency/), so one of the two sees the other.
 */
export async function deleteObject(
  connection: Connection,
  hash: BlobHash,
  storedBefore: Date,
): Promise<'deleted' | 'kept' | 'absent'> {
  const { client, bucket, call } = connection
  const key = keyOf(connection, hash)
  const mark = marksBelow(connection, hash) + randomUUID()
  const began = performance.now()
  await call(() => client.send(new PutObjectCommand({ Bucket: bucket, Key: mark, Body: '', ContentLength: 0 })))
  try {
    const facts = await factsOf(connection, hash)
    if (facts === undefined) return 'absent'
    if (facts.storedAt >= storedBefore || performance.now() - began > deletionMayTakeMs) return 'kept'
    const abortSignal = AbortSignal.timeout(deletionMayTakeMs)
    await call(() => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), { abortSignal }))
    return 'deleted'
  } finally {
    await call(() => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: mark })))
  }
}

/** Waits until nobody is deleting the blob. */
export async function awaitDeletions(connection: Connection, hash: BlobHash): Promise<void> {
  const { client, bucket, call } = connection
  const began = performance.now()
  const prefix = marksBelow(connection, hash)
  for (;;) {
    const { Contents: marks = [] } = await call(() =>
      client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 })),
    )
    const mark = marks[0]?.Key
    if (mark === undefined) return
    if (performance.now() - began > 2 * deletionMayTakeMs)
      await call(() => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: mark })))
    await wait(pauseMs)
  }
}

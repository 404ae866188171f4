import { HeadObjectCommand } from '@aws-sdk/client-s3'
import type { BlobHash } from '../hash.ts'
import type { BlobFacts } from '../store.ts'
import type { Connection } from './client.ts'
import { isMissing } from './failure.ts'
import { keyOf } from './key.ts'

/** Milliseconds since 1970, as the putting machine's clock had it. */
export const storedAtKey = 'stored-at'

export async function factsOf(connection: Connection, hash: BlobHash): Promise<BlobFacts | undefined> {
  const { client, bucket, call } = connection
  const key = keyOf(connection, hash)
  try {
    const head = await call(() => client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })))
    return { hash, size: head.ContentLength ?? 0, storedAt: timeOf(head.LastModified, head.Metadata?.[storedAtKey]) }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/**
 * S3 tells whole seconds, rounded down. The machine that put the bytes noted milliseconds, which count where they lie in
 * that second: its clock may be wrong, that of S3 is everybody's. Without a note the blob counts as young as it can be.
 */
export function timeOf(lastModified: Date | undefined, noted?: string): Date {
  const second = lastModified?.getTime() ?? Date.now()
  const exact = Number(noted)
  return new Date(exact >= second && exact < second + 1000 ? exact : second + 999)
}

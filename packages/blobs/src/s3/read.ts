import { Readable } from 'node:stream'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { BlobError } from '../error.ts'
import type { BlobHash } from '../hash.ts'
import { type ByteRange, rangeWithin } from '../range.ts'
import type { Connection } from './client.ts'
import { factsOf } from './facts.ts'
import { isBeyondEnd, isMissing, isOutage } from './failure.ts'
import { keyOf } from './key.ts'

/** How often a transfer that breaks off is taken up again where it was. */
const resumptions = 3

type Opened = { readonly body: Readable; readonly total: number }

export async function readObject(connection: Connection, hash: BlobHash, range: ByteRange): Promise<Readable> {
  const { start = 0, end } = range
  const isPlain = Number.isSafeInteger(start) && start >= 0 && (end === undefined || (Number.isSafeInteger(end) && end > start))
  if (!isPlain || (start === 0 && end === 0)) {
    rangeWithin(range, await sizeOf(connection, hash))
    return Readable.from([])
  }
  const first = await open(connection, hash, start, end)
  if (first === undefined) {
    rangeWithin(range, await sizeOf(connection, hash))
    return Readable.from([])
  }
  try {
    const whole = rangeWithin(range, first.total)
    return Readable.from(carriedOn(connection, hash, first, whole), { objectMode: false })
  } catch (error) {
    first.body.destroy()
    throw error
  }
}

async function sizeOf(connection: Connection, hash: BlobHash): Promise<number> {
  const facts = await factsOf(connection, hash)
  if (facts === undefined) throw new BlobError({ kind: 'missing', hash })
  return facts.size
}

/** Undefined when the object ends before `start`. */
async function open(connection: Connection, hash: BlobHash, start: number, end?: number): Promise<Opened | undefined> {
  const { client, bucket, call } = connection
  const isWhole = start === 0 && end === undefined
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: keyOf(connection, hash),
    ...(isWhole ? {} : { Range: `bytes=${start}-${end === undefined ? '' : end - 1}` }),
  })
  try {
    const { Body, ContentLength = 0, ContentRange } = await call(() => client.send(command))
    return { body: Body as Readable, total: isWhole ? ContentLength : Number(ContentRange?.split('/')[1]) }
  } catch (error) {
    if (isMissing(error)) throw new BlobError({ kind: 'missing', hash }, { cause: error })
    if (isBeyondEnd(error)) return undefined
    throw error
  }
}

async function* carriedOn(connection: Connection, hash: BlobHash, first: Opened, { start, end }: { start: number; end: number }) {
  let position = start
  let opened: Opened | undefined = first
  for (let left = resumptions; ; left--) {
    try {
      if (opened === undefined) throw new BlobError({ kind: 'missing', hash })
      for await (const chunk of opened.body) {
        // Some services send more than was asked for.
        const asked = (chunk as Buffer).subarray(0, end - position)
        position += asked.byteLength
        yield asked
      }
      if (position >= end) return
    } catch (error) {
      if (left === 0 || !(isOutage(error) || isCutOff(error))) throw error
    } finally {
      opened?.body.destroy()
    }
    opened = await open(connection, hash, position, end)
  }
}

const isCutOff = (error: unknown) => error instanceof Error && /aborted|premature|terminated/i.test(error.message)

import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { BlobError } from '../error.ts'
import type { BlobHash } from '../hash.ts'
import { type ByteRange, rangeWithin } from '../range.ts'
import { pathOf, type Layout } from './layout.ts'

/** @param highWaterMark rather larger than Node's 64 KiB: a film is read from one end to the other */
export async function readBlob(layout: Layout, hash: BlobHash, range: ByteRange, highWaterMark: number): Promise<Readable> {
  const file = await open(pathOf(layout, hash), 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new BlobError({ kind: 'missing', hash }) : error
  })
  try {
    const { size } = await file.stat()
    const { start, end } = rangeWithin(range, size)
    if (start < end) return file.createReadStream({ start, end: end - 1, highWaterMark })
  } catch (error) {
    await file.close()
    throw error
  }
  await file.close()
  return Readable.from([])
}

import { Readable } from 'node:stream'
import { type ByteRange, rangeWithin } from '../../range.ts'
import type { Chunk, Manifest } from '../ledger/ledger.ts'

type Fetch = (chunk: Chunk) => Promise<Buffer>
type Part = { readonly chunk: Chunk; readonly from: number; readonly to: number }

/** Chunks that are fetched while one is being read. */
const ahead = 4
const pieceSize = 1024 * 1024

/**
 * The bytes of a range. Each chunk of it is fetched whole, since only then can it be compared with its name. Resolves
 * when the first one is there.
 */
export async function readManifest({ size, chunks }: Manifest, range: ByteRange, fetch: Fetch): Promise<Readable> {
  const { start, end } = rangeWithin(range, size)
  const parts = partsOf(chunks, start, end)
  const fetching = parts.slice(0, 1 + ahead).map(({ chunk }) => fetched(fetch, chunk))
  await fetching[0]
  return Readable.from(piecesOf(parts, fetching, fetch), { objectMode: false, highWaterMark: pieceSize })
}

function partsOf(chunks: readonly Chunk[], start: number, end: number): Part[] {
  let position = 0
  return chunks.flatMap(chunk => {
    const [from, to] = [Math.max(start - position, 0), Math.min(end - position, chunk.size)]
    position += chunk.size
    return from < to ? [{ chunk, from, to }] : []
  })
}

async function* piecesOf(parts: readonly Part[], fetching: Promise<Buffer>[], fetch: Fetch) {
  for (const [index, { from, to }] of parts.entries()) {
    const bytes = (await fetching.shift()) as Buffer
    const next = parts[index + 1 + ahead]
    if (next !== undefined) fetching.push(fetched(fetch, next.chunk))
    for (let at = from; at < to; at += pieceSize) yield bytes.subarray(at, Math.min(at + pieceSize, to))
  }
}

/** Whoever awaits it hears of a failure; a reader that leaves before need not. */
function fetched(fetch: Fetch, chunk: Chunk): Promise<Buffer> {
  const bytes = fetch(chunk)
  bytes.catch(() => undefined)
  return bytes
}

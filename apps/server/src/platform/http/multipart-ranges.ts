import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { StoredBytes } from './handlers.ts'
import type { Range } from './ranges.ts'

/** Several parts of a file in one answer: `multipart/byteranges` of RFC 9110 14.6. */
export function multipartOf(body: StoredBytes, ranges: readonly Range[], mediaType: string) {
  const boundary = randomUUID()
  const heads = ranges.map(({ start, end }, at) => {
    const line = `${at === 0 ? '' : '\r\n'}--${boundary}\r\ncontent-type: ${mediaType}\r\n`
    return `${line}content-range: bytes ${start}-${end - 1}/${body.size}\r\n\r\n`
  })
  const tail = `\r\n--${boundary}--\r\n`
  const between = heads.reduce((sum, head) => sum + head.length, tail.length)
  return {
    mediaType: `multipart/byteranges; boundary=${boundary}`,
    size: ranges.reduce((sum, { start, end }) => sum + end - start, between),
    make: () =>
      Readable.from(
        (async function* () {
          for (const [at, range] of ranges.entries()) {
            yield Buffer.from(heads[at] ?? '')
            const part = await body.open(range)
            if (Buffer.isBuffer(part)) yield part
            else if (part instanceof Readable) yield* part
            else yield* createReadStream(part.path, { start: range.start, end: range.end - 1 })
          }
          yield Buffer.from(tail)
        })(),
        { objectMode: false },
      ),
  }
}

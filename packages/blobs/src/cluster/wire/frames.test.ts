import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { BadFrame, createFrameReader, framed, headOf } from './frames.ts'
import { storageNode } from './service.ts'

const largest = 100_000
const put = storageNode['Put'] as (typeof storageNode)[string]
const field = 2

type Heard = { readonly kind: 'bytes' | 'message'; readonly bytes: Buffer }

/** What a reader tells, with neighbouring bytes of the field put together. */
function hear(stream: Buffer, cuts: readonly number[]): { heard: Heard[]; isBetween: boolean } {
  const heard: Heard[] = []
  const reader = createFrameReader(field, largest, {
    onBytes(bytes) {
      const last = heard.at(-1)
      if (last?.kind === 'bytes') heard.splice(-1, 1, { kind: 'bytes', bytes: Buffer.concat([last.bytes, bytes]) })
      else heard.push({ kind: 'bytes', bytes: Buffer.from(bytes) })
    },
    onMessage: message => heard.push({ kind: 'message', bytes: Buffer.from(message) }),
  })
  const edges = [0, ...cuts.map(cut => cut % (stream.byteLength + 1)).sort((a, b) => a - b), stream.byteLength]
  for (const [index, edge] of edges.entries()) reader.add(stream.subarray(edge, edges[index + 1]))
  return { heard, isBetween: reader.isBetween() }
}

const part = fc.oneof(
  fc.record({ hash: fc.string({ unit: 'grapheme-ascii' }), size: fc.nat(), stamp: fc.nat() }).map(header => ({ header })),
  fc.record({ data: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ data: fc.constantFrom(126, 127, 128, 16_383, 16_384, 70_000).map(length => new Uint8Array(length).fill(7)) }),
)
const encodedOf = (message: object) => put.requestSerialize(message)

describe('messages in a stream', () => {
  test('are told the same however the stream is cut', () =>
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 20 }), (parts, cuts) => {
        const stream = Buffer.concat(parts.map(each => framed(encodedOf(each))))
        const { heard, isBetween } = hear(stream, cuts)
        assert.ok(isBetween)
        const said = heard.flatMap(({ kind, bytes }) => (kind === 'message' ? [put.requestDeserialize(bytes)] : []))
        const headers = parts.flatMap(each => ('header' in each ? [each.header] : []))
        assert.deepEqual(
          said.flatMap(each => ('header' in each ? [{ ...(each as { header: object }).header }] : [])),
          headers.map(header => ({ ...header })),
        )
        const bytesOf = (all: readonly Buffer[]) => Buffer.concat(all).toString('hex')
        assert.equal(
          bytesOf(heard.flatMap(({ kind, bytes }) => (kind === 'bytes' ? [bytes] : []))),
          bytesOf(parts.flatMap(each => ('data' in each ? [Buffer.from(each.data)] : []))),
        )
      }),
    ))

  test('a head by hand and bytes behind it are what protobuf.js writes', () => {
    for (const length of [1, 127, 128, 16_383, 16_384, 99_000]) {
      const data = new Uint8Array(length).fill(3)
      assert.deepEqual(Buffer.concat([headOf(field, length), data]), framed(encodedOf({ data })))
    }
  })

  test('a field of bytes with another behind it is told whole', () => {
    const both = Buffer.concat([encodedOf({ data: Uint8Array.of(1, 2) }), Buffer.from([0x18, 1])])
    assert.deepEqual(hear(framed(both), [6, 7, 8]).heard, [{ kind: 'message', bytes: both }])
  })

  test('what ends too early is not between messages', () => {
    const stream = framed(encodedOf({ data: new Uint8Array(1000) }))
    for (const length of [1, 4, 5, 6, 7, 8, 500, stream.byteLength - 1])
      assert.equal(hear(stream.subarray(0, length), []).isBetween, false, `${length} bytes`)
  })

  test('compressed and too large messages are refused before they are taken in', () => {
    assert.throws(() => hear(Buffer.from([1, 0, 0, 0, 1, 0]), []), BadFrame)
    assert.throws(() => hear(Buffer.from([0, 255, 255, 255, 255]), []), BadFrame)
  })
})

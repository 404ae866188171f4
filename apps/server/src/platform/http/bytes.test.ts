import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseRange } from './bytes.ts'

const size = fc.integer({ min: 1, max: 1_000_000 })
const place = fc.integer({ min: 0, max: 2_000_000 })

test('a range that is answered lies within the file and begins where it was asked for', () => {
  fc.assert(
    fc.property(size, place, fc.option(place), (bytes, first, last) => {
      const range = parseRange(`bytes=${first}-${last ?? ''}`, bytes)
      if (first >= bytes) return range === 'outside'
      if (last !== null && last < first) return range === null
      return typeof range === 'object' && range?.start === first && range.end === Math.min(last ?? bytes - 1, bytes - 1)
    }),
  )
})

test('the last bytes of a file are at most the whole of it', () => {
  fc.assert(
    fc.property(size, fc.integer({ min: 1, max: 2_000_000 }), (bytes, count) => {
      assert.deepEqual(parseRange(`bytes=-${count}`, bytes), { start: Math.max(0, bytes - count), end: bytes - 1 })
    }),
  )
})

test('whatever stands in the header, the answer is whole, outside or within', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map(text => `bytes=${text}`),
      ),
      fc.nat(1000),
      (header, bytes) => {
        const range = parseRange(header, bytes)
        if (range === null || range === 'outside') return
        assert.ok(range.start >= 0 && range.start <= range.end && range.end < bytes)
      },
    ),
  )
})

test('several ranges and other units are answered with the whole file, nothing of an empty one', () => {
  for (const header of ['bytes=0-0,2-3', 'bytes=0-,0-,0-', 'items=0-1', 'bytes=-', 'bytes=a-b'])
    assert.equal(parseRange(header, 10), null)
  assert.equal(parseRange(undefined, 10), null)
  assert.equal(parseRange('bytes=0-', 0), 'outside')
  assert.equal(parseRange('bytes=-0', 10), 'outside')
})

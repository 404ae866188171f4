import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseRanges } from './ranges.ts'

const size = fc.integer({ min: 1, max: 1_000_000 })
const place = fc.integer({ min: 0, max: 2_000_000 })

test('a range that is answered lies within the file and begins where it was asked for', () => {
  fc.assert(
    fc.property(size, place, fc.option(place), (bytes, first, last) => {
      const ranges = parseRanges(`bytes=${first}-${last ?? ''}`, bytes)
      if (last !== null && last < first) assert.equal(ranges, null)
      else if (first >= bytes) assert.equal(ranges, 'outside')
      else assert.deepEqual(ranges, [{ start: first, end: Math.min(last === null ? bytes : last + 1, bytes) }])
    }),
  )
})

test('the last bytes of a file are at most the whole of it', () => {
  fc.assert(
    fc.property(size, fc.integer({ min: 1, max: 2_000_000 }), (bytes, count) => {
      assert.deepEqual(parseRanges(`bytes=-${count}`, bytes), [{ start: Math.max(0, bytes - count), end: bytes }])
    }),
  )
})

test('whatever is asked for, no byte is sent twice, and every byte asked for is', () => {
  const part = fc.tuple(fc.nat(60), fc.nat(60)).map(ends => ends.toSorted((a, b) => a - b) as [number, number])
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 16 }), fc.integer({ min: 1, max: 50 }), (parts, bytes) => {
      const ranges = parseRanges(`bytes=${parts.map(([first, last]) => `${first}-${last}`).join(' , ')}`, bytes)
      const sent = ranges === 'outside' ? [] : (ranges ?? []).flatMap(({ start, end }) => count(start, end))
      const asked = new Set(parts.flatMap(([first, last]) => count(first, Math.min(last + 1, bytes))))
      assert.deepEqual(
        sent.toSorted((a, b) => a - b),
        [...asked].toSorted((a, b) => a - b),
      )
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
        const ranges = parseRanges(header, bytes)
        if (ranges === null || ranges === 'outside') return
        for (const { start, end } of ranges) assert.ok(start >= 0 && start < end && end <= bytes)
      },
    ),
  )
})

test('parts keep the order asked, overlapping ones are joined, and too many are the whole file', () => {
  assert.deepEqual(parseRanges('bytes=8-9,0-1', 10), [
    { start: 8, end: 10 },
    { start: 0, end: 2 },
  ])
  assert.deepEqual(parseRanges('bytes=0-,0-,-3,5-6', 10), [{ start: 0, end: 10 }])
  assert.deepEqual(parseRanges('bytes=2-3,90-', 10), [{ start: 2, end: 4 }])
  assert.equal(parseRanges(`bytes=${'0-0,'.repeat(1000)}1-1`, 10), null)
  for (const header of ['items=0-1', 'bytes=-', 'bytes=a-b', 'bytes=0-1,b', 'bytes=', 'bytes=5-2'])
    assert.equal(parseRanges(header, 10), null, header)
  assert.equal(parseRanges(undefined, 10), null)
  assert.equal(parseRanges('bytes=0-', 0), 'outside')
  assert.equal(parseRanges('bytes=-0', 10), 'outside')
})

const count = (start: number, end: number) => Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at)

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { UnreadableTimeline } from '../unreadable.ts'
import { type FoldedJson, parseFolded } from './fold.ts'

const runs = Number(process.env['FUZZ_RUNS'] ?? 200)

const { node } = fc.letrec<{ node: unknown }>(tie => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(7, null, true, 'children', '"children":[1]', '\\"', ', ]', -1.5),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('name', 'child', 'children', 'a"b'), tie('node'), { maxKeys: 3 }),
    fc.record({ children: fc.array(tie('node'), { maxLength: 4 }) }),
  ),
}))

/** The whole of what was folded. */
const unfolded = (value: unknown, { element }: FoldedJson): unknown => {
  if (Array.isArray(value)) return value.map(one => unfolded(one, { value, element }))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (key !== 'children' || !Array.isArray(one)) return [key, unfolded(one, { value, element })]
      return [key, one.map(part => (typeof part === 'number' ? element(part) : unfolded(part, { value, element })))]
    }),
  )
}

test('what is folded is all there when it is asked for', () => {
  fc.assert(
    fc.property(node, fc.constantFrom(undefined, 1, '\t'), (inside, indent) => {
      const whole = { children: [inside, 4, { children: [] }] }
      const text = JSON.stringify(whole, null, indent)
      const parsed = parseFolded('JSON', text, 'children')
      assert.deepEqual(unfolded(parsed.value, parsed), JSON.parse(text))
    }),
    { numRuns: runs },
  )
})

const refusal = (work: () => unknown): number | null => {
  try {
    work()
    return null
  } catch (error) {
    return error instanceof UnreadableTimeline ? error.line : Number.NaN
  }
}

test('a fault is refused with its line, wherever it stands', () => {
  const text = (first: string, last: string): string => `{\n"children": [\n{\n"a": ${first}},\n{"b": 1}\n],\n"last": ${last}\n}`
  assert.equal(
    refusal(() => parseFolded('JSON', text('1', '2'), 'children')),
    null,
  )
  assert.equal(
    refusal(() => parseFolded('JSON', text('1', '2 3'), 'children')),
    7,
  )
  const { element } = parseFolded('JSON', text('1 2', '3'), 'children')
  assert.equal(
    refusal(() => element(0)),
    4,
  )
  assert.deepEqual(element(1), { b: 1 })
  for (const end of ['', ',', ':', '"a'])
    assert.equal(
      refusal(() => parseFolded('JSON', `{"children": [\n{"a": 1},\n{"b": 2}${end}`, 'children')),
      3,
    )
})

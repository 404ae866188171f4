import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { UnreadableTimeline } from '../formats/unreadable.ts'
import { readXml, type XmlElement } from './document.ts'
import { mayHold } from './folded.ts'

const runs = Number(process.env['FUZZ_RUNS'] ?? 200)
const limits = { kind: 'mlt', format: 'MLT', ignored: new Set(['ignored']) } as const
const folded = new Set(['clip', 'filter'])

const piece = fc.constantFrom(
  'a',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '&amp;',
  '&lt;',
  '&#65;',
  '&#x1F3AC;',
  '&amp;lt;',
  'é',
  '>',
  '🎬',
)
const words = fc.array(piece, { maxLength: 6 }).map(parts => parts.join(''))
const attributes = fc
  .dictionary(
    fc.constantFrom('id', 'in', 'x:name', '_b'),
    fc.tuple(words, fc.constantFrom('"', "'"), fc.constantFrom('=', ' = ', '=\n')),
  )
  .map(all => Object.entries(all).map(([name, [value, mark, equals]]) => `${name}${equals}${mark}${value}${mark}`))
const other = fc.constantFrom('<!-- a <clip> -->', '<![CDATA[<clip>&amp;\r\n]]>', '<?pi <clip> ?>', '')
const { element } = fc.letrec<{ element: string; inside: string }>(tie => ({
  inside: fc.array(fc.oneof({ maxDepth: 5 }, words, other, tie('element')), { maxLength: 4 }).map(parts => parts.join('')),
  element: fc
    .tuple(fc.constantFrom('clip', 'filter', 'property', 'ignored'), attributes, tie('inside'), fc.constantFrom('', ' ', '\n'))
    .map(([name, own, inside, space]) => {
      const tag = [name, ...own].join(' ') + space
      return inside === '' ? `<${tag}/>` : `<${tag}>${inside}</${name}${space}>`
    }),
}))

const plain = ({ name, attributes, text, line, children }: XmlElement): unknown => [
  name,
  { ...attributes },
  text,
  line,
  children.map(plain),
]

test('a document says the same folded and unfolded', () => {
  fc.assert(
    fc.property(element, inside => {
      const text = `<?xml version="1.0"?>\n<root>${inside}</root>`
      const [whole, lazy] = [readXml(text, limits), readXml(text, { ...limits, folded })]
      assert.deepEqual(plain(lazy), plain(whole))
      const names = (one: XmlElement): string[] => [one.name, ...one.children.flatMap(names)]
      for (const [i, one] of lazy.children.entries())
        for (const name of names(whole.children[i] as XmlElement).slice(1)) assert.ok(mayHold(one, name))
    }),
    { numRuns: runs },
  )
})

test('a fault inside of what is folded is refused with its line before anything is read', () => {
  for (const [inside, line, reason] of [
    ['<clip>\n<a></b></clip>', 2, /close tag/],
    ['<clip>\n\n&nothing;</clip>', 3, /entity/],
    [`<clip>${'<a>'.repeat(300)}`, 1, /nested/],
  ] as const)
    assert.throws(
      () => readXml(`<root>${inside}</root>`, { ...limits, folded }),
      (error: unknown) => error instanceof UnreadableTimeline && error.line === line && reason.test(error.message),
    )
})

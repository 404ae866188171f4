import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Rate } from '../../model.ts'
import { textOf } from '../../properties/comes-back.ts'
import { runs, timelines } from '../../properties/timelines.ts'
import { child, descend, readXml, type XmlElement } from '../../xml/document.ts'
import { writeFcpxml } from './write.ts'

// Counts in ticks of bigint fractions, apart from the writer's own arithmetic.
type Ticks = { readonly num: bigint; readonly den: bigint }

const ticks = (element: XmlElement, attribute: string): Ticks => {
  const match = /^(-?\d+)(?:\/(\d+))?s$/.exec(element.attributes[attribute] ?? '')
  assert.ok(match, `${element.name}@${attribute}="${element.attributes[attribute]}"`)
  return { num: BigInt(match[1] ?? 0), den: BigInt(match[2] ?? 1) }
}
const plus = (a: Ticks, b: Ticks): Ticks => ({ num: a.num * b.den + b.num * a.den, den: a.den * b.den })
const isEqual = (a: Ticks, b: Ticks): boolean => a.num * b.den === b.num * a.den
const isLess = (a: Ticks, b: Ticks): boolean => a.num * b.den < b.num * a.den
const isOnGrid = ({ num, den }: Ticks, rate: Rate): boolean => (num * BigInt(rate.num)) % (den * BigInt(rate.den)) === 0n

const all = (element: XmlElement, name: string): XmlElement[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap(one => all(one, name)),
]

const items = (spine: XmlElement): XmlElement[] => spine.children.filter(one => ['asset-clip', 'video', 'gap'].includes(one.name))

for (const version of ['1.8', '1.10', '1.13'] as const)
  test(`in ${version} storylines have no holes, times lie on the grid, and no clip leaves its media`, () => {
    fc.assert(
      fc.property(timelines({ speeds: false, maxClips: 60 }), timeline => {
        const root = readXml(textOf(writeFcpxml(timeline, { version })), { kind: 'fcpxml', format: 'FCPXML' })
        const assets = new Map(all(root, 'asset').map(asset => [asset.attributes['id'] ?? '', asset]))
        for (const spine of all(root, 'spine'))
          items(spine).reduce<Ticks | null>((reached, item) => {
            const [offset, duration] = [ticks(item, 'offset'), ticks(item, 'duration')]
            assert.ok(isOnGrid(offset, timeline.rate) && isOnGrid(duration, timeline.rate), `line ${item.line} is off the grid`)
            assert.ok(reached === null || isEqual(reached, offset), `a hole before line ${item.line}`)
            return plus(offset, duration)
          }, null)
        for (const crossing of all(root, 'transition')) {
          assert.ok(isOnGrid(ticks(crossing, 'offset'), timeline.rate) && isOnGrid(ticks(crossing, 'duration'), timeline.rate))
          assert.ok(crossing.children.some(one => one.name.startsWith('filter-') && one.attributes['ref'] !== undefined))
        }
        for (const clip of all(root, 'asset-clip')) {
          const asset = assets.get(clip.attributes['ref'] ?? '')
          assert.ok(asset)
          const [first, start] = [ticks(asset, 'start'), ticks(clip, 'start')]
          assert.ok(!isLess(start, first), `line ${clip.line} begins before its media`)
          assert.ok(
            !isLess(plus(first, ticks(asset, 'duration')), plus(start, ticks(clip, 'duration'))),
            `line ${clip.line} ends after its media`,
          )
        }
        assert.equal(descend(root, 'library', 'event', 'project', 'sequence') !== undefined, true)
        assert.equal(
          all(root, 'asset').every(asset => (version === '1.8') === (child(asset, 'media-rep') === undefined)),
          true,
        )
      }),
      runs(25),
    )
  })

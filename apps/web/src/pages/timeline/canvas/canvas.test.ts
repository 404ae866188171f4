import { createTimeline } from '@storycanvas/timeline'
import { expect, test } from 'vitest'
import { film } from '../testing/film.ts'
import { banded } from './band.ts'
import { between, heightOf, rowsOf } from './rows.ts'
import { rulerFor } from './ruler.ts'
import { fitted, frameAt, raised, scrolled, showing, xOf, zoomed } from './view.ts'

const view = { scale: 2, left: 1000, top: 0, width: 800, height: 300 }

test('zooming keeps the frame under the pointer where it is', () => {
  const near = zoomed(view, 1.5, 300, 100_000)
  expect(xOf(near, frameAt(view, 300))).toBeCloseTo(300)
  expect(fitted(view, 2400).scale * 2400).toBeLessThan(800)
})

test('one cannot scroll past the ends, and a frame outside turns the page', () => {
  const wide = { ...view, scale: 1, left: 0 }
  expect(scrolled(wide, -500, 5000).left).toBe(0)
  expect(scrolled(wide, 1e9, 5000).left).toBe(4400)
  expect(showing(wide, 400, 5000)).toBe(wide)
  expect(showing(wide, 3000, 5000).left).toBe(2920)
  expect(raised(wide, 1e6, 900).top).toBe(600)
  expect(raised(wide, 50, 200).top).toBe(0)
})

test.each([
  [24, 40, { every: 5, minor: 1 }],
  [24, 4.5, { every: 24, minor: 6 }],
  [30, 0.05, { every: 3600, minor: 720 }],
])('at %d fps and %d px a frame the ruler steps by %o', (fps, scale, steps) =>
  expect(rulerFor({ ...view, scale, left: 0 }, fps)).toEqual(steps),
)

test('only clips in the window are found among thousands', () => {
  const many = Array.from({ length: 2000 }, (_, n) => ({ id: `c${n}`, start: n * 50, duration: 50 }))
  expect(between(many, 1010, 1120).map(({ id }) => id)).toEqual(['c20', 'c21', 'c22'])
  expect(between([{ start: 10, duration: 5 }], 0, 5)).toEqual([])
})

test('rows stand as editors have them, with room for a track that is not there yet', () => {
  const ids = (rows: ReturnType<typeof rowsOf>) => rows.map(row => (row.kind === 'track' ? row.id : row.kind))
  expect(ids(rowsOf(film()))).toEqual(['V3', 'V2', 'V1', 'A1', 'A2'])
  expect(ids(rowsOf(createTimeline({ id: 'empty' })))).toEqual(['V1', 'A1'])
  expect(heightOf(rowsOf(film()))).toBeGreaterThan(200)
})

test('the rubber band takes what it touches, on every track', () => {
  const rows = rowsOf(film())
  const all = { scale: 4, left: 0, top: 0, width: 800, height: 400 }
  const y = (id: string) => 50 + (rows.find(row => row.kind === 'track' && row.id === id)?.y ?? 0) + 5
  const cut = { timeline: film(), rows }
  expect(banded(cut, all, { fromX: 300, fromY: y('V2'), toX: 210, toY: y('V1') })).toEqual(['f', 'b'])
  expect(banded(cut, all, { fromX: 0, fromY: y('A1'), toX: 30, toY: y('A1') })).toEqual([])
})

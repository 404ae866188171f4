import { expect, test } from 'vitest'
import { rowsOf } from '../canvas/rows.ts'
import { film, layout } from '../testing/film.ts'
import { gestureOf } from './gesture.ts'
import type { Held, Outcome } from './grab.ts'
import { type Hit, hitAt } from './hit.ts'
import { snapping } from './snap.ts'
import type { ToolId } from './tools.ts'

const timeline = film()
const rows = rowsOf(timeline)
const view = { scale: 4, left: 0, top: 0, width: 1200, height: 400 }
const free: Held = { ctrl: false, alt: false, shift: false }

/** Middle of a track's row on the canvas. */
const yOf = (id: string, down = 30) => {
  const row = rows.find(row => row.kind === 'track' && row.id === id)
  return 50 + (row?.y ?? 0) + down
}
const at = (track: string, frame: number, down?: number): Hit => hitAt(timeline, rows, view, frame * view.scale, yOf(track, down))

type Drag = { tool?: ToolId; held?: Held; clips?: string[]; to?: string; snaps?: boolean; down?: number }

function drag(
  track: string,
  frame: number,
  by: number,
  { tool = 'select', held = free, clips, to = track, snaps, down = 30 }: Drag = {},
): Outcome {
  const hit = at(track, frame, down)
  const own = clips ?? (hit.kind === 'clip' ? [hit.clip.id] : [])
  const near = snaps ? snapping(timeline, new Set(own), [], view.scale) : { points: [], reach: 0 }
  const grab = { timeline, rows, clips: own, frame, y: yOf(track, down), top: 0, snapping: near }
  const gesture = gestureOf(tool, hit, held, grab, () => true)
  if (!gesture) throw new Error('There is nothing to take hold of')
  return gesture({ ...held, frame: frame + by, y: yOf(to, down) })
}

test('a clip is taken by its edges, its body, and its corners for the fades', () => {
  const partAt = (frame: number, down?: number) => {
    const hit = at('V1', frame, down)
    return hit.kind === 'clip' ? `${hit.clip.id} ${hit.part}` : hit.kind
  }
  expect([1, 25, 49, 51, 110].map(frame => partAt(frame))).toEqual(['a in', 'a body', 'a out', 'b in', 'row'])
  expect([1, 48].map(frame => partAt(frame, 4))).toEqual(['a fade-in', 'a fade-out'])
  expect(hitAt(timeline, rows, view, 5, 5)).toEqual({ kind: 'ruler', marker: null })
})

test('a clip goes where it is dragged and overwrites what lies there, which is shown', () => {
  const { edits, preview, covered } = drag('V1', 130, -60)
  expect(edits).toEqual([{ kind: 'move', clipId: 'c', track: 'V1', startFrame: 60, onto: 'overwrite' }])
  expect(layout(preview, 'V1')).toBe('a 0+50, b 50+10, c 60+50')
  expect(covered).toEqual([{ track: 'V1', from: 60, to: 100 }])
})

test('with Ctrl what lies there makes room', () => {
  expect(layout(drag('V1', 130, -70, { held: { ...free, ctrl: true } }).preview, 'V1')).toBe('a 0+50, c 50+50, b 100+50')
})

test('several clips move together and do not run over one another', () => {
  expect(layout(drag('V1', 10, 20, { clips: ['a', 'b'] }).preview, 'V1')).toBe('a 20+50, b 70+50, c 120+50')
  expect(layout(drag('V1', 60, -20, { clips: ['b', 'c'] }).preview, 'V1')).toBe('a 0+30, b 30+50, c 100+50')
  expect(layout(drag('V1', 130, -500, { clips: ['b', 'c'] }).preview, 'V1')).toBe('b 0+50, c 70+50')
})

test('a clip dragged above the highest track makes a new one', () => {
  const { edits, preview } = drag('V1', 130, 0, { to: 'V3', down: 12 })
  expect(edits).toMatchObject([{ track: 'V3', startFrame: 120 }])
  expect(layout(preview, 'V3')).toBe('c 120+50')
})

test('sound stays with sound', () => {
  expect(drag('A1', 50, 5, { to: 'V1' }).edits).toMatchObject([{ track: 'A1', startFrame: 15 }])
})

test('edges snap to edges, and the line stands there', () => {
  const { edits, snapAt } = drag('V1', 130, -19, { snaps: true })
  expect(edits).toMatchObject([{ startFrame: 100 }])
  expect(snapAt).toBe(100)
  expect(drag('V1', 130, -10, { snaps: true })).toMatchObject({ snapAt: 110, edits: [{ startFrame: 110 }] })
})

test('a trim stops at its neighbour', () => {
  const { edits, preview, hint } = drag('V1', 121, -60)
  expect(edits).toEqual([{ kind: 'trim', clipId: 'c', edge: 'in', by: -20 }])
  expect(layout(preview, 'V1')).toBe('a 0+50, b 50+50, c 100+70')
  expect(hint).toContain('no further')
})

test('a trim stops at the end of its source', () => {
  expect(drag('V2', 99, 500).edits).toEqual([{ kind: 'trim', clipId: 'f', edge: 'out', by: 130 }])
  expect(drag('V2', 61, -500).edits).toEqual([{ kind: 'trim', clipId: 'f', edge: 'in', by: -30 }])
})

test('with Ctrl a trim ripples, with Alt it rolls', () => {
  expect(layout(drag('V1', 49, -10, { held: { ...free, ctrl: true } }).preview, 'V1')).toBe('a 0+40, b 40+50, c 110+50')
  expect(layout(drag('V1', 49, -10, { held: { ...free, alt: true } }).preview, 'V1')).toBe('a 0+40, b 40+60, c 120+50')
})

test('each trim tool does its own', () => {
  expect(drag('V1', 20, -5, { tool: 'ripple' }).edits).toEqual([{ kind: 'ripple', clipId: 'a', edge: 'in', by: -5 }])
  expect(drag('V1', 60, 7, { tool: 'roll' }).edits).toEqual([{ kind: 'roll', track: 'V1', cut: 50, by: 7 }])
  expect(drag('V2', 80, 10, { tool: 'slip' }).edits).toEqual([{ kind: 'slip', clipId: 'f', by: -10 }])
  expect(drag('V2', 80, 500, { tool: 'slip' }).edits).toEqual([{ kind: 'slip', clipId: 'f', by: -30 }])
  expect(layout(drag('V1', 60, 10, { tool: 'slide' }).preview, 'V1')).toBe('a 0+60, b 60+50, c 120+50')
  expect(drag('V1', 60, 3, { tool: 'slip' })).toMatchObject({ edits: [], hint: 'Slip: no further' })
})

test('a fade follows its corner and ends at the other one', () => {
  expect(drag('V1', 1, 20, { down: 4 }).edits).toEqual([{ kind: 'set', clipId: 'a', fadeInFrames: 20 }])
  expect(drag('V1', 1, 500, { down: 4 }).edits).toEqual([{ kind: 'set', clipId: 'a', fadeInFrames: 50 }])
})

test('hidden under a drag to nowhere there is no edit', () => {
  expect(drag('V1', 130, 0).edits).toEqual([])
})

import type { Chance } from './chance.ts'

/** Pixels, y downwards. */
export type Point = readonly [x: number, y: number]

const round = (value: number) => String(Math.round(value * 10) / 10)
const at = ([x, y]: Point) => `${round(x)} ${round(y)}`

export function polyline(points: readonly Point[]): string {
  return points.length === 0 ? '' : `M${points.map(at).join('L')}`
}

export function polygon(points: readonly Point[]): string {
  return points.length === 0 ? '' : `${polyline(points)}Z`
}

/** A smooth path through the points (Catmull-Rom as cubic Béziers). */
export function curve(points: readonly Point[]): string {
  return spline(points, index => points[Math.min(Math.max(index, 0), points.length - 1)], points.length - 1)
}

/** A smooth closed outline through the points. A point given twice makes a corner. */
export function outline(points: readonly Point[]): string {
  const count = points.length
  return `${spline(points, index => points[(index + count) % count], count)}Z`
}

/** A Catmull-Rom tangent, no longer than the stretch it bends: where points lie unevenly it would throw a loop. */
function handle(before: Point, after: Point, reach: number): Point {
  const [x, y] = [(after[0] - before[0]) / 6, (after[1] - before[1]) / 6]
  const shorter = Math.min(1, reach / (Math.hypot(x, y) || 1))
  return [x * shorter, y * shorter]
}

function spline(points: readonly Point[], point: (index: number) => Point | undefined, segments: number): string {
  const [start] = points
  if (start === undefined) return ''
  let path = `M${at(start)}`
  for (let index = 0; index < segments; index++) {
    const [a, b, c, d] = [point(index - 1), point(index), point(index + 1), point(index + 2)]
    if (a === undefined || b === undefined || c === undefined || d === undefined) continue
    // Between the two halves of a corner there is nothing to draw; a curve there would leave a hook.
    if (b[0] === c[0] && b[1] === c[1]) continue
    const reach = Math.hypot(c[0] - b[0], c[1] - b[1]) * 0.38
    const [out, into] = [handle(a, c, reach), handle(b, d, reach)]
    path += `C${at([b[0] + out[0], b[1] + out[1]])} ${at([c[0] - into[0], c[1] - into[1]])} ${at(c)}`
  }
  return path
}

/** A confident pen line: thick in the middle, thin where the pen lands and lifts. Fill it, do not stroke it. */
export function brush(points: readonly Point[], width: number): string {
  const last = points.length - 1
  const there: Point[] = []
  const back: Point[] = []
  points.forEach((point, index) => {
    const before = points[Math.max(index - 1, 0)] ?? point
    const after = points[Math.min(index + 1, last)] ?? point
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]) || 1
    const half = (width / 2) * (0.25 + 0.75 * Math.sin((Math.PI * (index + 0.35)) / (last + 0.7)))
    const across: Point = [(-(after[1] - before[1]) / length) * half, ((after[0] - before[0]) / length) * half]
    there.push([point[0] + across[0], point[1] + across[1]])
    back.unshift([point[0] - across[0], point[1] - across[1]])
  })
  return outline([...there, ...back])
}

/** The corners of a ruled shape as a hand would set them: near, not on, the spot, with edges that breathe. */
export function handRuled(corners: readonly Point[], chance: Chance, amount: number): Point[] {
  const drawn: Point[] = []
  corners.forEach((corner, index) => {
    const next = corners[(index + 1) % corners.length] ?? corner
    const length = Math.hypot(next[0] - corner[0], next[1] - corner[1])
    drawn.push([corner[0] + chance.between(-amount, amount), corner[1] + chance.between(-amount, amount)])
    if (length > 60) {
      const along = chance.between(0.35, 0.65)
      drawn.push([
        corner[0] + (next[0] - corner[0]) * along + chance.between(-amount, amount),
        corner[1] + (next[1] - corner[1]) * along + chance.between(-amount, amount),
      ])
    }
  })
  return drawn
}

/** An ellipse as points to be smoothed with `outline`. */
export function ellipse([x, y]: Point, radiusX: number, radiusY: number, count = 10): Point[] {
  return Array.from({ length: count }, (_, index) => {
    const turn = (index / count) * Math.PI * 2
    return [x + Math.cos(turn) * radiusX, y + Math.sin(turn) * radiusY]
  })
}

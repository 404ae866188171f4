import type { CameraMove } from '@storycanvas/api'
import { ellipse, outline, type Point, polygon, polyline, curve } from '../hand/line.ts'

/** The one colour on the board that belongs to the camera. */
const ACCENT = '#d8432b'

type Board = { readonly width: number; readonly height: number }

/** Storyboard convention: block arrows for a camera that travels, plain ones for a head that turns, frames within the frame for zooms. */
export function drawMove(move: CameraMove, board: Board): string {
  const unit = Math.min(board.width, board.height) / 720
  const { width: w, height: h } = board
  const low = h - 62 * unit
  switch (move) {
    case 'static':
      return ''
    case 'pan-left':
      return turn(
        [
          [w * 0.8, 70 * unit],
          [w * 0.5, 52 * unit],
          [w * 0.2, 70 * unit],
        ],
        unit,
      )
    case 'pan-right':
      return turn(
        [
          [w * 0.2, 70 * unit],
          [w * 0.5, 52 * unit],
          [w * 0.8, 70 * unit],
        ],
        unit,
      )
    case 'tilt-up':
      return turn(
        [
          [w - 74 * unit, h * 0.8],
          [w - 56 * unit, h * 0.5],
          [w - 74 * unit, h * 0.2],
        ],
        unit,
      )
    case 'tilt-down':
      return turn(
        [
          [w - 74 * unit, h * 0.2],
          [w - 56 * unit, h * 0.5],
          [w - 74 * unit, h * 0.8],
        ],
        unit,
      )
    case 'truck-left':
      return block([w * 0.62, low], [w * 0.3, low], unit)
    case 'truck-right':
      return block([w * 0.38, low], [w * 0.7, low], unit)
    case 'pedestal-up':
      return block([78 * unit, h * 0.72], [78 * unit, h * 0.28], unit)
    case 'pedestal-down':
      return block([78 * unit, h * 0.28], [78 * unit, h * 0.72], unit)
    case 'dolly-in':
      return dolly(board, unit, 'in')
    case 'dolly-out':
      return dolly(board, unit, 'out')
    case 'zoom-in':
      return zoom(board, unit, 'in')
    case 'zoom-out':
      return zoom(board, unit, 'out')
    case 'roll':
      return arc(board, 0.4, 0.4, -2.5, -0.55, unit)
    case 'orbit':
      return arc({ width: w, height: h * 1.62 }, 0.36, 0.085, 2.85, 0.25, unit)
  }
  return shaken(board, unit)
}

const haloed = (path: string, width: number) =>
  `<path d="${path}" fill="none" stroke="#fff" stroke-opacity=".75" stroke-width="${(width * 1.9).toFixed(1)}"/><path d="${path}" fill="none" stroke="${ACCENT}" stroke-width="${width.toFixed(1)}"/>`

const solid = (path: string, unit: number) =>
  `<path d="${path}" fill="${ACCENT}" stroke="#fff" stroke-opacity=".85" stroke-width="${(3 * unit).toFixed(1)}"/>`

function head(from: Point, tip: Point, size: number): string {
  const length = Math.hypot(tip[0] - from[0], tip[1] - from[1]) || 1
  const [dx, dy] = [((tip[0] - from[0]) / length) * size, ((tip[1] - from[1]) / length) * size]
  return polygon([
    [tip[0] + dx * 0.7, tip[1] + dy * 0.7],
    [tip[0] - dx * 0.6 - dy * 0.72, tip[1] - dy * 0.6 + dx * 0.72],
    [tip[0] - dx * 0.6 + dy * 0.72, tip[1] - dy * 0.6 - dx * 0.72],
  ])
}

/** The camera stays and turns. */
function turn([from, middle, to]: readonly [Point, Point, Point], unit: number): string {
  return (
    haloed(curve([from, middle, to]), 7 * unit) +
    solid(head([(middle[0] + to[0]) / 2, (middle[1] + to[1]) / 2], to, 30 * unit), unit)
  )
}

/** The camera itself travels. */
function block(from: Point, to: Point, unit: number): string {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1
  const [dx, dy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length]
  const [thick, wing, point] = [15 * unit, 34 * unit, 46 * unit]
  const neck: Point = [to[0] - dx * point, to[1] - dy * point]
  const across = (base: Point, reach: number): Point => [base[0] - dy * reach, base[1] + dx * reach]
  return solid(
    polygon([
      across(from, thick),
      across(neck, thick),
      across(neck, wing),
      to,
      across(neck, -wing),
      across(neck, -thick),
      across(from, -thick),
    ]),
    unit,
  )
}

/** An arrow lying on the floor, into the depth of the picture or out of it. */
function dolly({ width: w, height: h }: Board, unit: number, way: 'in' | 'out'): string {
  const arrow = (x: number, lean: number): string => {
    const [near, far] = [h - 26 * unit, h - 168 * unit]
    const at = (side: number, up: number): Point => [
      x + lean * up * unit * 110 + side * unit * (42 - 22 * up),
      near + (far - near) * up,
    ]
    const shape =
      way === 'in'
        ? [at(-0.55, 0), at(-0.55, 0.58), at(-1.3, 0.58), at(0, 1), at(1.3, 0.58), at(0.55, 0.58), at(0.55, 0)]
        : [at(-0.6, 1), at(-0.55, 0.45), at(-1.25, 0.45), at(0, 0), at(1.25, 0.45), at(0.55, 0.45), at(0.6, 1)]
    return solid(polygon(shape), unit)
  }
  return arrow(w * 0.1, 0.5) + arrow(w * 0.9, -0.5)
}

function zoom({ width: w, height: h }: Board, unit: number, way: 'in' | 'out'): string {
  const inner = 0.24
  const frame = polygon([
    [w * inner, h * inner],
    [w * (1 - inner), h * inner],
    [w * (1 - inner), h * (1 - inner)],
    [w * inner, h * (1 - inner)],
  ])
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ].map(([x = 0, y = 0]) => {
    const outer: Point = [w * (x === 0 ? 0.07 : 0.93), h * (y === 0 ? 0.07 : 0.93)]
    const close: Point = [w * (x === 0 ? inner - 0.03 : 1.03 - inner), h * (y === 0 ? inner - 0.03 : 1.03 - inner)]
    const [from, to] = way === 'in' ? [outer, close] : [close, outer]
    return haloed(polyline([from, to]), 5 * unit) + solid(head(from, to, 22 * unit), unit)
  })
  return `<path d="${frame}" fill="none" stroke="#fff" stroke-opacity=".7" stroke-width="${(8 * unit).toFixed(1)}"/><path d="${frame}" fill="none" stroke="${ACCENT}" stroke-width="${(4 * unit).toFixed(1)}" stroke-dasharray="${(22 * unit).toFixed(0)} ${(10 * unit).toFixed(0)}"/>${corners.join('')}`
}

function arc({ width, height }: Board, radiusX: number, radiusY: number, from: number, to: number, unit: number): string {
  const points = Array.from({ length: 9 }, (_, index): Point => {
    const angle = from + ((to - from) * index) / 8
    return [width / 2 + Math.cos(angle) * width * radiusX, height / 2 + Math.sin(angle) * height * radiusY]
  })
  const before: Point = points.at(-2) ?? [0, 0]
  const last: Point = points.at(-1) ?? [0, 0]
  return haloed(curve(points), 8 * unit) + solid(head(before, last, 32 * unit), unit)
}

/** The frame drawn again and again, each time a little elsewhere. */
function shaken({ width: w, height: h }: Board, unit: number): string {
  return [
    [0, 0],
    [13, -8],
    [-9, 10],
  ]
    .map(([dx = 0, dy = 0], index) => {
      const inset = 34 * unit
      const corner = (x: number, y: number): Point => [
        x + dx * unit + (index - 1) * 4 * unit * (y > h / 2 ? 1 : -1),
        y + dy * unit,
      ]
      const frame = polygon([
        corner(inset, inset),
        corner(w - inset, inset),
        corner(w - inset, h - inset),
        corner(inset, h - inset),
      ])
      return `<path d="${frame}" fill="none" stroke="${ACCENT}" stroke-opacity="${index === 0 ? '.95' : '.55'}" stroke-width="${(3.4 * unit).toFixed(1)}"/>`
    })
    .concat(`<path d="${outline(ellipse([w - 56 * unit, 56 * unit], 9 * unit, 9 * unit, 8))}" fill="${ACCENT}"/>`)
    .join('')
}

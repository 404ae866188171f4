import { hex } from '../hand/colour.ts'
import { ellipse, outline } from '../hand/line.ts'
import { fill } from '../hand/mark.ts'
import { along, depthOf, facesCamera, type Place, pixelsPerMetre, project } from '../view/camera.ts'
import { box, sheet, shadeAt, together, turned } from '../view/solid.ts'
import type { Piece, Stage } from '../view/stage.ts'
import { glow } from './sky.ts'

export type Building = {
  readonly at: Place
  readonly width: number
  readonly depth: number
  readonly height: number
  readonly value: number
  readonly ground?: 'shop' | 'wall'
}

/** A house block with rows of windows on the sides that the audience sees; some are lit after dark. */
export function building(stage: Stage, { at, width, depth, height, value, ground = 'wall' }: Building): Piece {
  const body = box(stage, { at, width, depth, height, surface: { value } })
  const distance = depthOf(stage.camera, at)
  const storeys = Math.max(1, Math.floor(height / 3.2))
  const isFar = distance > 45
  const rows: string[] = []
  for (const [turn, span, reach] of [
    [0, width, depth],
    [Math.PI / 2, depth, width],
    [-Math.PI / 2, depth, width],
  ] as const) {
    const wall = (across: number, up: number) => turned(at, turn, across, up, -reach / 2 - 0.04)
    const whole = [wall(-span / 2, height), wall(span / 2, height), wall(span / 2, 0), wall(-span / 2, 0)]
    if (!facesCamera(stage.camera, whole)) continue
    const columns = Math.min(isFar ? 3 : 5, Math.max(1, Math.round(span / (isFar ? 4 : 2.6))))
    for (let storey = 0; storey < Math.min(storeys, isFar ? 3 : 5); storey++) {
      const low = storey * 3.2 + 1.1
      if (storey === 0 && ground === 'shop') {
        rows.push(shopFront(stage, wall, span))
        continue
      }
      for (let column = 0; column < columns; column++) {
        const middle = -span / 2 + ((column + 0.5) * span) / columns
        const half = Math.min(0.62, span / columns / 3)
        const lit = stage.light.isDark && stage.hand.next() < 0.35
        rows.push(
          sheet(
            stage,
            [wall(middle - half, low + 1.6), wall(middle + half, low + 1.6), wall(middle + half, low), wall(middle - half, low)],
            {
              value: lit ? 0.6 : value - 0.26 < 0.05 ? 0.05 : value - 0.26,
              ...(lit ? { colour: stage.light.glow } : {}),
              contour: distance > 25 ? 'bare' : 'inked',
            },
          ),
        )
      }
    }
  }
  return { distance, marks: body.marks + rows.join('') }
}

function shopFront(stage: Stage, wall: (across: number, up: number) => Place, span: number): string {
  const lit = stage.light.isDark
  const glass = lit ? { value: 0.62, colour: stage.light.glow } : { value: 0.3 }
  const edge = span / 2 - 0.4
  return [
    sheet(stage, [wall(-edge, 2.5), wall(edge * 0.45, 2.5), wall(edge * 0.45, 0.5), wall(-edge, 0.5)], glass),
    sheet(stage, [wall(edge * 0.58, 2.4), wall(edge, 2.4), wall(edge, 0), wall(edge * 0.58, 0)], { value: 0.14 }),
    sheet(stage, [wall(-edge - 0.2, 3.2), wall(edge + 0.2, 3.2), wall(edge + 0.2, 2.6), wall(-edge - 0.2, 2.6)], { value: 0.24 }),
  ].join('')
}

/** A street lamp; it burns after dark. */
export function streetLamp(stage: Stage, at: Place, side: -1 | 1): Piece {
  const { camera, light } = stage
  const head: Place = [at[0] - side * 0.9, 4.7, at[2]]
  const post = box(stage, { at, width: 0.13, depth: 0.13, height: 4.8, surface: { value: 0.16, contour: 'bare' } })
  const arm = box(stage, {
    at: [at[0] - side * 0.45, 4.72, at[2]],
    width: 1,
    depth: 0.1,
    height: 0.09,
    surface: { value: 0.16, contour: 'bare' },
  })
  const bulb = box(stage, {
    at: head,
    width: 0.5,
    depth: 0.22,
    height: 0.12,
    surface: light.isDark ? { value: 0.9, colour: light.glow } : { value: 0.5 },
  })
  const halo =
    light.isDark && depthOf(camera, head) > 1 ? glow(project(camera, head), pixelsPerMetre(camera, head) * 2.4, 0.7) : ''
  return { distance: post.distance, marks: post.marks + arm.marks + halo + bulb.marks }
}

/** A parked or passing car. `turn` 0 shows its side. */
export function car(stage: Stage, at: Place, turn: number, value: number): Piece {
  const place = (x: number, y: number, z: number) => turned(at, turn, x, y, z)
  const side = (z: number) => [
    place(-2.1, 0.75, z),
    place(-1.2, 0.88, z),
    place(-0.75, 1.4, z),
    place(0.65, 1.4, z),
    place(1.15, 0.9, z),
    place(2.1, 0.8, z),
    place(2.15, 0.35, z),
    place(-2.15, 0.35, z),
  ]
  const glass = (z: number) => [place(-1.05, 0.9, z), place(-0.68, 1.32, z), place(0.58, 1.32, z), place(1, 0.9, z)]
  const near = stage.camera.eye
  const front =
    near[0] * Math.sin(turn) + near[2] * Math.cos(turn) < at[0] * Math.sin(turn) + at[2] * Math.cos(turn) ? -0.85 : 0.85
  const wheel = (x: number) => {
    const hub = place(x, 0.34, front * 1.02)
    if (depthOf(stage.camera, hub) < 1) return ''
    const wide = Math.abs(Math.cos(turn)) * 0.34 + 0.08
    const scale = pixelsPerMetre(stage.camera, hub)
    return (
      fill(outline(ellipse(project(stage.camera, hub), wide * scale, 0.34 * scale)), shadeAt(stage, hub, { value: 0.04 })) +
      fill(outline(ellipse(project(stage.camera, hub), wide * 0.5 * scale, 0.17 * scale)), shadeAt(stage, hub, { value: 0.5 }))
    )
  }
  const shell = together([
    box(stage, { at: place(0, 0.32, 0), width: 4.3, depth: 1.7, height: 0.5, turn, surface: { value } }),
    box(stage, { at: place(-0.05, 0.82, 0), width: 1.9, depth: 1.45, height: 0.58, turn, surface: { value: 0.2 } }),
  ])
  const lamps = [-0.6, 0.6].flatMap(z => {
    const spot = along(place(-2.16, 0.62, z), [0, 0, 0], 0)
    return stage.light.isDark && depthOf(stage.camera, spot) > 1
      ? [glow(project(stage.camera, spot), pixelsPerMetre(stage.camera, spot) * 0.7, 0.9)]
      : []
  })
  const marks = [
    shell.marks,
    sheet(stage, side(front), { value }),
    sheet(stage, glass(front), { value: 0.22 }),
    wheel(-1.3),
    wheel(1.3),
    ...lamps,
  ]
  return { distance: depthOf(stage.camera, at), marks: marks.join('') }
}

/** Roofs and towers against the sky, as one flat value. */
export function skyline(stage: Stage, distance: number, height: number): Piece[] {
  const blocks: Piece[] = []
  for (let x = -distance * 0.9; x < distance * 0.9; ) {
    const width = stage.chance.between(6, 14)
    const tall = height * stage.chance.between(0.35, 1.2)
    blocks.push(
      building(stage, {
        at: [x + width / 2, -4, distance + stage.chance.between(0, 10)],
        width,
        depth: 8,
        height: tall,
        value: stage.chance.between(0.3, 0.5),
      }),
    )
    x += width + stage.chance.between(0, 4)
  }
  return blocks
}

/** A round sign or clock on a wall or post. */
export function disc(stage: Stage, at: Place, radius: number, value: number): Piece {
  const scale = pixelsPerMetre(stage.camera, at)
  if (depthOf(stage.camera, at) < 0.6) return { distance: 0, marks: '' }
  const middle = project(stage.camera, at)
  const ring = fill(outline(ellipse(middle, radius * scale, radius * scale, 12)), hex([30, 29, 28]))
  const dial = fill(outline(ellipse(middle, radius * scale * 0.86, radius * scale * 0.86, 12)), shadeAt(stage, at, { value }))
  return { distance: depthOf(stage.camera, at), marks: ring + dial }
}

import { depthOf, type Place, pixelsPerMetre, project } from '../view/camera.ts'
import { box, sheet, type Surface, together, turned } from '../view/solid.ts'
import type { Piece, Stage } from '../view/stage.ts'
import { glow } from './sky.ts'

/** A table with four legs; `at` is the floor under its middle. */
export function table(stage: Stage, at: Place, width: number, depth: number, value: number, height = 0.75, turn = 0): Piece {
  const legs = [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ].map(([x = 0, z = 0]) =>
    box(stage, {
      at: turned(at, turn, x * (width / 2 - 0.06), 0, z * (depth / 2 - 0.06)),
      width: 0.06,
      depth: 0.06,
      height: height - 0.05,
      turn,
      surface: { value: value - 0.14, contour: 'bare' },
    }),
  )
  const top = box(stage, { at: [at[0], height - 0.05, at[2]], width, depth, height: 0.05, turn, surface: { value } })
  return { distance: depthOf(stage.camera, [at[0], height / 2, at[2]]), marks: together(legs).marks + top.marks }
}

/** A chair whose back is on the side that `turn` (radians) points away from the lens. */
export function chair(stage: Stage, at: Place, turn: number, value: number): Piece {
  const legs = [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ].map(([x = 0, z = 0]) =>
    box(stage, {
      at: turned(at, turn, x * 0.19, 0, z * 0.19),
      width: 0.045,
      depth: 0.045,
      height: 0.45,
      turn,
      surface: { value: value - 0.12, contour: 'bare' },
    }),
  )
  const seat = box(stage, { at: [at[0], at[1] + 0.45, at[2]], width: 0.46, depth: 0.46, height: 0.05, turn, surface: { value } })
  const back = box(stage, {
    at: turned(at, turn, 0, 0.55, 0.21),
    width: 0.46,
    depth: 0.05,
    height: 0.42,
    turn,
    surface: { value: value - 0.05 },
  })
  return together([...legs, seat, back])
}

/** A sofa or, with `width` 0.9, an armchair; a booth bench with a high `backHeight`. */
export function sofa(stage: Stage, at: Place, width: number, turn: number, value: number, backHeight = 0.85): Piece {
  const surface: Surface = { value }
  return together([
    box(stage, { at: turned(at, turn, 0, 0, 0), width, depth: 0.85, height: 0.42, turn, surface }),
    box(stage, {
      at: turned(at, turn, 0, 0, 0.36),
      width,
      depth: 0.2,
      height: backHeight,
      turn,
      surface: { value: value - 0.06 },
    }),
    box(stage, { at: turned(at, turn, -width / 2 + 0.09, 0, 0), width: 0.18, depth: 0.85, height: 0.6, turn, surface }),
    box(stage, { at: turned(at, turn, width / 2 - 0.09, 0, 0), width: 0.18, depth: 0.85, height: 0.6, turn, surface }),
  ])
}

/** A made bed, its head towards the back wall. */
export function bed(stage: Stage, at: Place, width: number, turn = 0): Piece {
  return together([
    box(stage, { at: turned(at, turn, 0, 0, 1), width: width + 0.1, depth: 0.08, height: 1.1, turn, surface: { value: 0.3 } }),
    box(stage, { at, width, depth: 2, height: 0.35, turn, surface: { value: 0.4 } }),
    box(stage, { at: turned(at, turn, 0, 0.35, 0), width, depth: 1.96, height: 0.18, turn, surface: { value: 0.82 } }),
    box(stage, {
      at: turned(at, turn, 0, 0.5, -0.3),
      width: width + 0.04,
      depth: 1.4,
      height: 0.06,
      turn,
      surface: { value: 0.55 },
    }),
    box(stage, {
      at: turned(at, turn, -width / 4, 0.53, 0.72),
      width: width * 0.42,
      depth: 0.4,
      height: 0.12,
      turn,
      surface: { value: 0.9 },
    }),
    box(stage, {
      at: turned(at, turn, width / 4, 0.53, 0.72),
      width: width * 0.42,
      depth: 0.4,
      height: 0.12,
      turn,
      surface: { value: 0.9 },
    }),
  ])
}

/** Shelves against a wall, filled with books, files, bottles or goods. */
export function shelves(
  stage: Stage,
  at: Place,
  width: number,
  height: number,
  turn: number,
  filling: 'books' | 'bottles' | 'boxes',
): Piece {
  const { chance } = stage
  const marks: string[] = [box(stage, { at, width, height, depth: 0.32, turn, surface: { value: 0.26 } }).marks]
  const levels = Math.max(2, Math.round(height / 0.42))
  for (let level = 0; level < levels; level++) {
    const base = 0.05 + (level * (height - 0.05)) / levels
    const clear = (height - 0.05) / levels - 0.06
    for (let x = -width / 2 + 0.05; x < width / 2 - 0.1; ) {
      const wide = filling === 'books' ? chance.between(0.1, 0.24) : filling === 'bottles' ? 0.09 : chance.between(0.25, 0.45)
      const tall = clear * chance.between(0.62, 0.96)
      const end = Math.min(x + wide, width / 2 - 0.05)
      if (chance.next() < 0.88) {
        const front = (across: number, up: number) => turned(at, turn, across, base + up, -0.17)
        marks.push(
          sheet(stage, [front(x, tall), front(end - 0.02, tall), front(end - 0.02, 0), front(x, 0)], {
            value: chance.between(0.38, 0.82),
            contour: filling === 'bottles' ? 'bare' : 'inked',
          }),
        )
      }
      x = end + (filling === 'bottles' ? 0.08 : 0.015)
    }
  }
  return { distance: depthOf(stage.camera, at), marks: marks.join('') }
}

/** A closed cabinet or counter with a lighter top that stands out a little. */
export function counter(stage: Stage, at: Place, width: number, depth: number, height: number, value: number, turn = 0): Piece {
  const doors = Math.max(1, Math.round(width / 0.7))
  const body = box(stage, { at, width, depth, height: height - 0.05, turn, surface: { value } })
  const lines = Array.from({ length: doors }, (_, index) => {
    const [from, to] = [-width / 2 + (index * width) / doors + 0.05, -width / 2 + ((index + 1) * width) / doors - 0.05]
    const front = (across: number, up: number) => turned(at, turn, across, up, -depth / 2 - 0.01)
    return stage.camera.eye[2] < at[2] - depth / 2
      ? sheet(stage, [front(from, height - 0.12), front(to, height - 0.12), front(to, 0.1), front(from, 0.1)], {
          value: value + 0.06,
        })
      : ''
  })
  const top = box(stage, {
    at: [at[0], at[1] + height - 0.05, at[2]],
    width: width + 0.06,
    depth: depth + 0.08,
    height: 0.05,
    turn,
    surface: { value: value + 0.24 },
  })
  return { distance: body.distance, marks: body.marks + lines.join('') + top.marks }
}

/** A bar stool. */
export function stool(stage: Stage, at: Place, height: number): Piece {
  return together([
    box(stage, { at, width: 0.05, depth: 0.05, height, surface: { value: 0.2, contour: 'bare' } }),
    box(stage, { at, width: 0.32, depth: 0.32, height: 0.03, surface: { value: 0.2, contour: 'bare' } }),
    box(stage, { at: [at[0], height, at[2]], width: 0.38, depth: 0.38, height: 0.09, surface: { value: 0.36 } }),
  ])
}

/** A lamp on a foot, 0.5 m tall on a table or 1.6 m on the floor; it burns when it is dark outside. */
export function lamp(stage: Stage, at: Place, height: number): Piece {
  const { camera, light } = stage
  const [x, y, z] = at
  const radius = 0.12 + height * 0.06
  const shade = [
    [x - radius * 0.6, y + height, z],
    [x + radius * 0.6, y + height, z],
    [x + radius, y + height * 0.98 - 0.26, z],
    [x - radius, y + height * 0.98 - 0.26, z],
  ] as const
  const top: Place = [x, y + height - 0.15, z]
  const halo =
    depthOf(camera, top) > 0.5 ? glow(project(camera, top), pixelsPerMetre(camera, top) * 1.9, light.isDark ? 0.85 : 0.15) : ''
  const foot = box(stage, { at, width: 0.05, depth: 0.05, height: height - 0.2, surface: { value: 0.15, contour: 'bare' } })
  return {
    distance: foot.distance,
    marks: halo + foot.marks + sheet(stage, shade, light.isDark ? { value: 0.8, colour: light.glow } : { value: 0.85 }),
  }
}

import { hex, mix } from '../hand/colour.ts'
import { fill } from '../hand/mark.ts'
import { polygon } from '../hand/line.ts'
import { depthOf, type Place, project, projectShape } from '../view/camera.ts'
import { FAR } from '../view/ground.ts'
import { face, type Surface, sheet } from '../view/solid.ts'
import { pixelsPerMetre } from '../view/camera.ts'
import type { Piece, Stage } from '../view/stage.ts'
import { glow } from './sky.ts'

export type Room = {
  /** Metres from side wall to side wall. */
  readonly width: number
  /** Metres from the subject to the back wall. */
  readonly back: number
  readonly height: number
  readonly walls: number
  readonly floor: number
  readonly boards?: 'planks' | 'tiles' | 'plain'
}

const FRONT = -11

/** Walls, floor and ceiling; the audience looks in where the fourth wall would be. */
export function room(stage: Stage, { width, back, height, walls, floor, boards = 'plain' }: Room): Piece[] {
  const [left, right] = [-width / 2, width / 2]
  const { side } = stage.light
  const wall = (value: number): Surface => ({ value })
  const skirting = (corners: readonly Place[], value: number) => face(stage, corners, { value })
  const marks = [
    `<rect width="${stage.camera.width}" height="${stage.camera.height}" fill="${hex(mix(stage.light.dark, stage.light.bright, walls * 0.6))}"/>`,
    face(
      stage,
      [
        [left, 0, back],
        [right, 0, back],
        [right, 0, FRONT],
        [left, 0, FRONT],
      ],
      wall(floor),
    ),
    boards === 'plain' ? '' : floorLines(stage, { width, back, floor, boards }),
    face(
      stage,
      [
        [left, height, FRONT],
        [right, height, FRONT],
        [right, height, back],
        [left, height, back],
      ],
      wall(walls + 0.12),
    ),
    face(
      stage,
      [
        [left, height, FRONT],
        [left, height, back],
        [left, 0, back],
        [left, 0, FRONT],
      ],
      wall(walls + (side < 0 ? -0.14 : 0.04)),
    ),
    face(
      stage,
      [
        [right, height, back],
        [right, height, FRONT],
        [right, 0, FRONT],
        [right, 0, back],
      ],
      wall(walls + (side < 0 ? 0.04 : -0.14)),
    ),
    face(
      stage,
      [
        [left, height, back],
        [right, height, back],
        [right, 0, back],
        [left, 0, back],
      ],
      wall(walls),
    ),
    skirting(
      [
        [left, 0.12, back - 0.02],
        [right, 0.12, back - 0.02],
        [right, 0, back - 0.02],
        [left, 0, back - 0.02],
      ],
      walls - 0.12,
    ),
    falloff(stage, { left, right, back, height }),
  ]
  return [{ distance: FAR, marks: marks.join('') }]
}

/** The wall away from the light sinks a value towards its far corner. */
function falloff(
  stage: Stage,
  { left, right, back, height }: { left: number; right: number; back: number; height: number },
): string {
  const { side } = stage.light
  const corner = side < 0 ? right : left
  const shapes = [0.55, 0.3].map(share => {
    const from = corner + (side < 0 ? -1 : 1) * (right - left) * share
    return sheet(
      stage,
      [
        [from, height, back - 0.01],
        [corner, height, back - 0.01],
        [corner, 0, back - 0.01],
        [from + (side < 0 ? 0.5 : -0.5), 0, back - 0.01],
      ],
      { value: 0.05, opacity: 0.07 },
    )
  })
  return shapes.join('')
}

function floorLines(
  stage: Stage,
  { width, back, floor, boards }: { width: number; back: number; floor: number; boards: 'planks' | 'tiles' },
): string {
  const strips: string[] = []
  const step = boards === 'planks' ? 0.7 : 0.9
  for (let x = -width / 2, index = 0; x < width / 2; x += step, index++) {
    if (index % 2 === 0) continue
    const strip: Place[] = [
      [x, 0, back],
      [Math.min(x + step, width / 2), 0, back],
      [Math.min(x + step, width / 2), 0, FRONT],
      [x, 0, FRONT],
    ]
    strips.push(sheet(stage, strip, { value: floor - (boards === 'planks' ? 0.05 : 0.07), contour: 'bare' }))
  }
  if (boards === 'planks') return strips.join('')
  for (let z = back - step; z > -6; z -= step * 2) {
    strips.push(
      sheet(
        stage,
        [
          [-width / 2, 0, z],
          [width / 2, 0, z],
          [width / 2, 0, z - step],
          [-width / 2, 0, z - step],
        ],
        { value: 0.1, opacity: 0.09 },
      ),
    )
  }
  return strips.join('')
}

export type Opening = {
  /** Middle of the sill or threshold. */
  readonly at: Place
  readonly width: number
  readonly height: number
  /** Which wall it is in. */
  readonly wall: 'back' | 'left' | 'right'
  readonly panes?: readonly [columns: number, rows: number]
  readonly dressing?: 'curtains' | 'blinds' | 'bare'
}

/** Corner maker of a rectangle on a wall: `across` from the middle, `up` from the base, `out` into the room. */
function onWall({ at, wall }: Opening): (across: number, up: number, out?: number) => Place {
  return (across, up, out = 0.02) => {
    if (wall === 'back') return [at[0] + across, at[1] + up, at[2] - out]
    const inward = wall === 'left' ? out : -out
    return [at[0] + inward, at[1] + up, at[2] + (wall === 'left' ? across : -across)]
  }
}

/** A flat thing on a wall: a picture, a board, a door leaf, a screen. */
export function panel(stage: Stage, opening: Opening, surface: Surface, inset = 0): Piece {
  const corner = onWall(opening)
  const [half, low, high] = [opening.width / 2 - inset, inset, opening.height - inset]
  const out = 0.02 + inset * 0.1
  const corners = [corner(-half, high, out), corner(half, high, out), corner(half, low, out), corner(-half, low, out)]
  return { distance: FAR - 400 - inset, marks: face(stage, corners, surface) }
}

/** A window: bright by day, black by night, with its bars and dressing, and the light it lets in. */
export function windowIn(stage: Stage, opening: Opening): Piece[] {
  const { light } = stage
  const corner = onWall(opening)
  const { width, height, panes = [2, 2], dressing = 'bare' } = opening
  const pane: Surface = light.isDark
    ? { value: 0.16, colour: mix(light.sky[0], [40, 50, 66], 0.4) }
    : { value: 0.86, colour: light.sky[1] }
  const marks = [
    panel(
      stage,
      { ...opening, width: width + 0.16, height: height + 0.16, at: [opening.at[0], opening.at[1] - 0.08, opening.at[2]] },
      { value: 0.62 },
    ).marks,
  ]
  const [columns, rows] = panes
  const gap = 0.05
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const [x0, x1] = [
        -width / 2 + (column / columns) * width + gap / 2,
        -width / 2 + ((column + 1) / columns) * width - gap / 2,
      ]
      const [y0, y1] = [(row / rows) * height + gap / 2, ((row + 1) / rows) * height - gap / 2]
      marks.push(face(stage, [corner(x0, y1, 0.03), corner(x1, y1, 0.03), corner(x1, y0, 0.03), corner(x0, y0, 0.03)], pane))
    }
  }
  if (dressing === 'blinds') {
    for (let slat = 0.12; slat < height; slat += 0.24) {
      marks.push(
        face(
          stage,
          [
            corner(-width / 2, slat + 0.09, 0.05),
            corner(width / 2, slat + 0.09, 0.05),
            corner(width / 2, slat, 0.05),
            corner(-width / 2, slat, 0.05),
          ],
          { value: 0.5, contour: 'bare' },
        ),
      )
    }
  }
  if (dressing === 'curtains') {
    for (const way of [-1, 1]) {
      for (const [from, to, value] of [
        [0.3, 0.42, 0.44],
        [0.42, 0.56, 0.34],
        [0.56, 0.68, 0.42],
      ] as const) {
        const [a, b] = [way * from * width, way * to * width].sort((left, right) => left - right)
        if (a !== undefined && b !== undefined)
          marks.push(
            face(
              stage,
              [corner(a, height + 0.2, 0.08), corner(b, height + 0.2, 0.08), corner(b, -0.35, 0.08), corner(a, -0.35, 0.08)],
              { value },
            ),
          )
      }
    }
  }
  return [{ distance: FAR - 400, marks: marks.join('') }, ...(light.isDark ? [] : [shaft(stage, opening)])]
}

/** Daylight from a window: a slanting beam and its pool on the floor. */
function shaft(stage: Stage, opening: Opening): Piece {
  const corner = onWall(opening)
  const { width, height } = opening
  const lead = -stage.light.side * (0.6 + stage.light.slant)
  const reach = 1.6 + stage.light.slant
  const ground = (across: number, out: number): Place => {
    const [x, , z] = corner(across, 0, out)
    return [x + (opening.wall === 'back' ? lead : 0), 0.01, z]
  }
  const pool = [
    ground(-width / 2, reach),
    ground(width / 2, reach),
    ground(width / 2, reach * 0.35),
    ground(-width / 2, reach * 0.35),
  ]
  const beam = [corner(-width / 2, height), corner(width / 2, height), ground(width / 2, reach), ground(-width / 2, reach)]
  const glowing: Surface = { value: 0.75, colour: stage.light.glow, opacity: 0.34 }
  const points = projectShape(stage.camera, beam)
  const haze = points.length < 3 ? '' : fill(polygon(points), hex(stage.light.glow), 0.1)
  return { distance: FAR - 450, marks: sheet(stage, pool, glowing) + haze }
}

/** A door leaf with its frame and handle, shut or standing open on the dark. */
export function doorIn(stage: Stage, at: Place, wall: Opening['wall'], state: 'shut' | 'open' = 'shut'): Piece {
  const opening: Opening = { at, wall, width: 0.95, height: 2.1 }
  const parts = [
    panel(stage, { ...opening, width: 1.15, height: 2.2 }, { value: 0.66 }),
    panel(stage, opening, { value: state === 'shut' ? 0.42 : 0.06 }, 0.02),
    state === 'shut'
      ? panel(stage, { ...opening, at: [at[0], at[1] + 1.15, at[2]], width: 0.6, height: 0.7 }, { value: 0.36 }, 0.03)
      : panel(stage, { ...opening, width: 0.4 }, { value: 0.2 }, 0.04),
    panel(
      stage,
      {
        ...opening,
        at: [at[0] + (wall === 'back' ? 0.36 : 0), at[1] + 0.98, at[2] + (wall === 'back' ? 0 : 0.36)],
        width: 0.09,
        height: 0.05,
      },
      { value: 0.9 },
    ),
  ]
  return { distance: FAR - 420, marks: parts.map(part => part.marks).join('') }
}

/** A hanging lamp; it burns when it is dark outside. */
export function pendant(stage: Stage, at: Place, ceiling: number): Piece {
  const { camera, light } = stage
  const [x, y, z] = at
  const shade = [
    [x - 0.07, y + 0.22, z],
    [x + 0.07, y + 0.22, z],
    [x + 0.24, y, z],
    [x - 0.24, y, z],
  ] as const
  const flex = [
    [x - 0.01, ceiling, z],
    [x + 0.01, ceiling, z],
    [x + 0.01, y + 0.2, z],
    [x - 0.01, y + 0.2, z],
  ] as const
  const halo =
    depthOf(camera, at) > 0.5 ? glow(project(camera, at), pixelsPerMetre(camera, at) * 1.7, light.isDark ? 0.8 : 0.2) : ''
  return {
    distance: depthOf(camera, at),
    marks: halo + sheet(stage, flex, { value: 0.1, contour: 'bare' }) + sheet(stage, shade, { value: 0.24 }),
  }
}

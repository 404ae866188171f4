import { project } from '../view/camera.ts'
import { FAR, patch } from '../view/ground.ts'
import { box, sheet } from '../view/solid.ts'
import type { Piece, Stage } from '../view/stage.ts'
import { bed, chair, counter, lamp, shelves, sofa, stool, table } from './furniture.ts'
import { doorIn, panel, pendant, room, windowIn } from './room.ts'
import { glow } from './sky.ts'
import { disc } from './town.ts'

const BACK = 3

export function kitchen(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  return [
    ...room(stage, { width: 6.4, back: BACK, height: 2.7, walls: 0.66, floor: 0.52, boards: 'tiles' }),
    ...windowIn(stage, { at: [way * 0.5, 1.15, BACK], width: 1.4, height: 1.1, wall: 'back', dressing: 'curtains' }),
    counter(stage, [0, 0, BACK - 0.35], 4.6, 0.62, 0.92, 0.44),
    box(stage, { at: [way * 2.75, 0, BACK - 0.4], width: 0.8, depth: 0.7, height: 1.85, surface: { value: 0.8 } }),
    box(stage, { at: [-way * 1.7, 1.5, BACK - 0.2], width: 1.5, depth: 0.36, height: 0.75, surface: { value: 0.5 } }),
    box(stage, { at: [-way * 1.2, 0.92, BACK - 0.4], width: 0.24, depth: 0.2, height: 0.26, surface: { value: 0.2 } }),
    box(stage, { at: [-way * 1.9, 0.92, BACK - 0.4], width: 0.3, depth: 0.24, height: 0.16, surface: { value: 0.75 } }),
    table(stage, [way * 1.35, 0, 1.15], 1.3, 0.8, 0.58),
    chair(stage, [way * 1.9, 0, 1.75], way * 0.3, 0.42),
    chair(stage, [way * 1.0, 0, 0.6], Math.PI + 0.3, 0.42),
    pendant(stage, [way * 1.2, 1.85, 1.2], 2.7),
  ]
}

export function diner(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  const booths = [-2.6, -0.2, 2.2].flatMap(x => [
    sofa(stage, [x - 0.62, 0, 2.35], 1.2, -Math.PI / 2, 0.36, 1.15),
    sofa(stage, [x + 0.62, 0, 2.35], 1.2, Math.PI / 2, 0.36, 1.15),
    table(stage, [x, 0, 2.35], 0.7, 1.1, 0.78),
    pendant(stage, [x, 1.95, 2.3], 2.9),
  ])
  return [
    ...room(stage, { width: 8, back: BACK + 0.2, height: 2.9, walls: 0.6, floor: 0.5, boards: 'tiles' }),
    ...[-2.5, 0, 2.5].flatMap(x =>
      windowIn(stage, { at: [x, 1.0, BACK + 0.2], width: 2.1, height: 1.45, wall: 'back', panes: [2, 1], dressing: 'blinds' }),
    ),
    ...booths,
    counter(stage, [way * 3.4, 0, 0], 5, 0.6, 1.05, 0.4, Math.PI / 2),
    stool(stage, [way * 2.7, 0, 0.9], 0.72),
    stool(stage, [way * 2.7, 0, -0.3], 0.72),
  ]
}

export function office(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  const desk = (x: number, z: number) => [
    table(stage, [x, 0, z], 1.5, 0.75, 0.6),
    box(stage, { at: [x - 0.2, 0.75, z + 0.15], width: 0.56, depth: 0.05, height: 0.38, surface: { value: 0.14 } }),
    box(stage, { at: [x + 0.45, 0.75, z], width: 0.24, depth: 0.3, height: 0.1, surface: { value: 0.88 } }),
    chair(stage, [x, 0, z + 0.75], 0.2, 0.26),
  ]
  return [
    ...room(stage, { width: 7, back: BACK + 0.4, height: 2.7, walls: 0.7, floor: 0.42 }),
    ...windowIn(stage, {
      at: [way * 0.4, 0.9, BACK + 0.4],
      width: 2.8,
      height: 1.4,
      wall: 'back',
      panes: [3, 1],
      dressing: 'blinds',
    }),
    ...desk(way * 1.7, 1.7),
    ...desk(-way * 1.9, 2.3),
    shelves(stage, [-way * 2.6, 0, BACK + 0.2], 1.2, 2, 0, 'books'),
    box(stage, { at: [way * 3, 0, BACK], width: 0.5, depth: 0.6, height: 1.35, surface: { value: 0.46 } }),
    lamp(stage, [way * 1.2, 0.75, 1.75], 0.5),
    doorIn(stage, [-3.5, 0, 0.6], 'left'),
  ]
}

export function bedroom(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  return [
    ...room(stage, { width: 5.6, back: BACK, height: 2.7, walls: 0.62, floor: 0.46, boards: 'planks' }),
    ...windowIn(stage, { at: [way * 1.6, 0.85, BACK], width: 1.1, height: 1.4, wall: 'back', dressing: 'curtains' }),
    patch(
      stage,
      [
        [-1.9, 2],
        [1.6, 2],
        [1.6, 0.2],
        [-1.9, 0.2],
      ],
      { value: 0.58 },
    ),
    bed(stage, [-way * 1.1, 0, 1.9], 1.5),
    box(stage, { at: [way * 0.15, 0, 2.65], width: 0.46, depth: 0.42, height: 0.55, surface: { value: 0.36 } }),
    lamp(stage, [way * 0.15, 0.55, 2.65], 0.55),
    box(stage, { at: [way * 2.45, 0, 2], width: 0.6, depth: 1.2, height: 2.05, surface: { value: 0.34 } }),
    panel(stage, { at: [-way * 1.1, 1.5, BACK], width: 0.8, height: 0.55, wall: 'back' }, { value: 0.4 }),
  ]
}

export function livingRoom(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  return [
    ...room(stage, { width: 6.6, back: BACK + 0.2, height: 2.75, walls: 0.64, floor: 0.44, boards: 'planks' }),
    ...windowIn(stage, { at: [-way * 1.9, 0.75, BACK + 0.2], width: 1.5, height: 1.55, wall: 'back', dressing: 'curtains' }),
    patch(
      stage,
      [
        [-1.7, 2.1],
        [1.7, 2.1],
        [1.7, 0.1],
        [-1.7, 0.1],
      ],
      { value: 0.56 },
    ),
    sofa(stage, [way * 0.7, 0, 2.55], 2.1, 0, 0.46),
    sofa(stage, [-way * 2.1, 0, 1.4], 0.95, -way * 0.9, 0.36),
    table(stage, [way * 0.5, 0, 1.45], 1.1, 0.55, 0.5, 0.4),
    shelves(stage, [way * 2.75, 0, BACK], 1, 2.1, 0, 'books'),
    lamp(stage, [-way * 0.75, 0, 2.7], 1.6),
    panel(stage, { at: [way * 0.7, 1.35, BACK + 0.2], width: 1.1, height: 0.7, wall: 'back' }, { value: 0.34 }),
  ]
}

export function bar(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  return [
    ...room(stage, { width: 7.4, back: BACK + 0.4, height: 2.9, walls: 0.42, floor: 0.32, boards: 'planks' }),
    shelves(stage, [way * 0.6, 1.05, BACK + 0.2], 3.6, 1.35, 0, 'bottles'),
    counter(stage, [way * 0.5, 0, 1.7], 5, 0.62, 1.1, 0.24),
    ...[-1.5, -0.6, 1.7, 2.5].map(x => stool(stage, [way * x, 0, 1.05], 0.75)),
    ...[-1.3, 0.5, 2.3].map(x => pendant(stage, [way * x, 1.95, 1.7], 2.9)),
    table(stage, [-way * 2.7, 0, 0.9], 0.8, 0.8, 0.36),
    chair(stage, [-way * 3, 0, 1.5], 0.2, 0.24),
  ]
}

export function hospital(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  return [
    ...room(stage, { width: 6, back: BACK, height: 2.7, walls: 0.82, floor: 0.64, boards: 'tiles' }),
    ...windowIn(stage, { at: [-way * 1.3, 1, BACK], width: 1.7, height: 1.2, wall: 'back', panes: [2, 1], dressing: 'blinds' }),
    bed(stage, [way * 1.3, 0, 1.8], 1),
    box(stage, { at: [way * 0.45, 0, 2.5], width: 0.04, depth: 0.04, height: 1.9, surface: { value: 0.2, contour: 'bare' } }),
    box(stage, { at: [way * 0.45, 1.55, 2.5], width: 0.18, depth: 0.08, height: 0.28, surface: { value: 0.92 } }),
    box(stage, { at: [way * 2.1, 1.25, 2.7], width: 0.5, depth: 0.2, height: 0.38, surface: { value: 0.16 } }),
    box(stage, { at: [way * 2.1, 0, 2.7], width: 0.45, depth: 0.4, height: 1.25, surface: { value: 0.7 } }),
    ...[0, 1, 2, 3].map(fold =>
      box(stage, {
        at: [way * (2.3 + fold * 0.16), 0.3, 0.9],
        width: 0.17,
        depth: 0.06,
        height: 1.9,
        surface: { value: fold % 2 === 0 ? 0.72 : 0.62 },
      }),
    ),
    doorIn(stage, [-way * 2.6, 0, BACK], 'back'),
  ]
}

export function corridor(stage: Stage): Piece[] {
  const doors = [-1, 1.6, 4.2, 6.8].flatMap(z => [
    doorIn(stage, [-1.6, 0, z], 'left', stage.chance.next() < 0.25 ? 'open' : 'shut'),
    doorIn(stage, [1.6, 0, z + 0.5], 'right'),
  ])
  const lights = [0, 2.6, 5.2, 7.8].map(
    (z): Piece => ({
      distance: FAR - 410,
      marks: sheet(
        stage,
        [
          [-0.35, 2.69, z + 0.8],
          [0.35, 2.69, z + 0.8],
          [0.35, 2.69, z],
          [-0.35, 2.69, z],
        ],
        { value: 0.98 },
      ),
    }),
  )
  return [
    ...room(stage, { width: 3.2, back: 11, height: 2.7, walls: 0.6, floor: 0.42, boards: 'tiles' }),
    ...windowIn(stage, { at: [0, 0.9, 11], width: 1.4, height: 1.4, wall: 'back' }),
    ...doors,
    ...lights,
  ]
}

export function classroom(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  const desks = [-2.2, -0.9, 0.9, 2.2].flatMap(x =>
    [0.9, 2.1].flatMap(z => [table(stage, [x, 0, z], 0.8, 0.5, 0.66), chair(stage, [x, 0, z + 0.5], 0, 0.4)]),
  )
  return [
    ...room(stage, { width: 7, back: 4.2, height: 3, walls: 0.72, floor: 0.5, boards: 'planks' }),
    panel(stage, { at: [0, 0.95, 4.2], width: 3.6, height: 1.25, wall: 'back' }, { value: 0.6 }),
    panel(stage, { at: [0, 0.95, 4.2], width: 3.6, height: 1.25, wall: 'back' }, { value: 0.16 }, 0.06),
    ...windowIn(stage, { at: [-way * 3.5, 0.9, 1.6], width: 2.4, height: 1.5, wall: way > 0 ? 'left' : 'right', panes: [3, 2] }),
    disc(stage, [way * 2.6, 2.4, 4.1], 0.2, 0.9),
    ...desks,
  ]
}

export function cinema(stage: Stage): Piece[] {
  const { camera, light } = stage
  const seats = [0.9, 2, 3.1, 4.2].flatMap((z, row) =>
    [-2.7, -1.95, -1.2, 1.2, 1.95, 2.7, ...(row > 0 ? [-0.4, 0.4] : [])].map(x =>
      sofa(stage, [x + (row % 2) * 0.2, -0.1 * row, z], 0.66, Math.PI, 0.26, 0.95),
    ),
  )
  const screen = project(camera, [0, 2.7, 8])
  return [
    ...room(stage, { width: 9, back: 8, height: 5, walls: 0.2, floor: 0.14 }),
    panel(stage, { at: [0, 1.3, 8], width: 6, height: 2.7, wall: 'back' }, { value: 0.75, colour: light.glow }),
    { distance: FAR - 420, marks: glow(screen, camera.height * 0.9, 0.42) },
    ...[-1, 1].flatMap(way =>
      [3.25, 3.6, 3.95].map((x, fold) =>
        box(stage, { at: [way * x, 0.6, 7.7], width: 0.36, depth: 0.2, height: 4, surface: { value: fold === 1 ? 0.16 : 0.24 } }),
      ),
    ),
    ...seats,
  ]
}

export function church(stage: Stage): Piece[] {
  const pews = [0.9, 2, 3.1, 4.2].flatMap(z => [-1.9, 1.9].map(x => sofa(stage, [x, 0, z], 2.2, Math.PI, 0.3, 0.95)))
  const columns = [1.6, 4, 6.4].flatMap(z =>
    [-3.4, 3.4].map(x => box(stage, { at: [x, 0, z], width: 0.5, depth: 0.5, height: 6, surface: { value: 0.62 } })),
  )
  return [
    ...room(stage, { width: 9, back: 9, height: 6.5, walls: 0.54, floor: 0.42, boards: 'tiles' }),
    ...[-2.2, 0, 2.2].flatMap(x =>
      windowIn(stage, { at: [x, 2, 9], width: 1, height: x === 0 ? 3.4 : 2.8, wall: 'back', panes: [2, 4] }),
    ),
    patch(
      stage,
      [
        [-0.7, 8],
        [0.7, 8],
        [0.7, -6],
        [-0.7, -6],
      ],
      { value: 0.3 },
    ),
    box(stage, { at: [0, 0, 7.6], width: 2, depth: 0.8, height: 1, surface: { value: 0.82 } }),
    box(stage, { at: [0, 1, 8.2], width: 0.12, depth: 0.1, height: 1.5, surface: { value: 0.2 } }),
    box(stage, { at: [0, 1.95, 8.2], width: 0.8, depth: 0.1, height: 0.12, surface: { value: 0.2 } }),
    ...columns,
    ...pews,
  ]
}

export function library(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  const aisles = [1.4, 3.6, 5.8].flatMap(z => [
    shelves(stage, [-2.6, 0, z], 2.6, 2.3, 0, 'books'),
    shelves(stage, [2.6, 0, z], 2.6, 2.3, 0, 'books'),
  ])
  return [
    ...room(stage, { width: 8, back: 8, height: 3.3, walls: 0.5, floor: 0.4, boards: 'planks' }),
    ...windowIn(stage, { at: [0, 0.9, 8], width: 1.6, height: 2, wall: 'back', panes: [2, 3] }),
    ...aisles,
    lamp(stage, [way * 1.1, 0, 1.3], 1.6),
  ]
}

export function shop(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  return [
    ...room(stage, { width: 7, back: 4.4, height: 2.9, walls: 0.7, floor: 0.6, boards: 'tiles' }),
    shelves(stage, [-way * 1.4, 0, 4.2], 3.4, 2.1, 0, 'boxes'),
    shelves(stage, [way * 2.4, 0, 2.6], 1.8, 1.7, way * 0.5, 'boxes'),
    counter(stage, [-way * 2.4, 0, 1.5], 1.6, 0.7, 1, 0.4),
    box(stage, { at: [-way * 2.3, 1, 1.5], width: 0.4, depth: 0.35, height: 0.3, surface: { value: 0.2 } }),
    ...windowIn(stage, { at: [way * 1.7, 0.8, 4.4], width: 2, height: 1.6, wall: 'back', panes: [2, 1] }),
    pendant(stage, [-way * 2, 2.1, 1.4], 2.9),
  ]
}

export function warehouse(stage: Stage): Piece[] {
  const { chance } = stage
  const crates = Array.from({ length: 9 }, (_, index) => {
    const size = chance.between(0.7, 1.3)
    const side = index % 2 === 0 ? -1 : 1
    return box(stage, {
      at: [side * chance.between(1.6, 4.4), index > 6 ? 1 : 0, chance.between(1.8, 7)],
      width: size,
      depth: size,
      height: size * 0.9,
      turn: chance.between(-0.3, 0.3),
      surface: { value: chance.between(0.36, 0.56) },
    })
  })
  const columns = [1.5, 5, 8.5].flatMap(z =>
    [-2.6, 2.6].map(x => box(stage, { at: [x, 0, z], width: 0.32, depth: 0.32, height: 5, surface: { value: 0.3 } })),
  )
  return [
    ...room(stage, { width: 11, back: 10, height: 5, walls: 0.42, floor: 0.36 }),
    ...[-3.4, 0, 3.4].flatMap(x => windowIn(stage, { at: [x, 2.9, 10], width: 2.2, height: 1.3, wall: 'back', panes: [4, 2] })),
    ...columns,
    ...crates,
  ]
}

export function plainRoom(stage: Stage): Piece[] {
  const { chance } = stage
  const way = chance.sign()
  const corner = chance.pick<() => Piece[]>([
    () => [shelves(stage, [way * 2.3, 0, BACK - 0.2], 1.2, 1.9, 0, 'books')],
    () => [table(stage, [way * 1.9, 0, 2.2], 1.2, 0.7, 0.5), chair(stage, [way * 2, 0, 2.75], 0.2, 0.4)],
    () => [sofa(stage, [way * 1.8, 0, 2.4], 1.6, 0, 0.42)],
    () => [counter(stage, [way * 2, 0, BACK - 0.3], 1.7, 0.5, 0.85, 0.4), lamp(stage, [way * 2, 0.85, BACK - 0.3], 0.5)],
  ])
  return [
    ...room(stage, {
      width: chance.between(5.4, 7),
      back: BACK,
      height: 2.75,
      walls: chance.between(0.56, 0.74),
      floor: 0.46,
      boards: chance.pick(['planks', 'plain', 'tiles']),
    }),
    ...windowIn(stage, {
      at: [-way * chance.between(0.5, 1), 0.9, BACK],
      width: chance.between(1.1, 1.7),
      height: 1.3,
      wall: 'back',
      dressing: chance.pick(['curtains', 'bare', 'blinds']),
    }),
    doorIn(stage, [way * 1.2, 0, BACK], 'back'),
    panel(stage, { at: [-way * 2.1, 1.45, BACK], width: 0.55, height: 0.7, wall: 'back' }, { value: 0.4 }),
    ...corner(),
  ]
}

import { mix } from '../hand/colour.ts'
import type { Place } from '../view/camera.ts'
import { castShadow, FAR, openGround, patch } from '../view/ground.ts'
import { box, sheet } from '../view/solid.ts'
import type { Piece, Stage } from '../view/stage.ts'
import { conifer, foregroundLeaves, tree, trunk, tuft } from './plant.ts'
import { ridge, sky } from './sky.ts'
import { building, streetLamp } from './town.ts'

function scatter(stage: Stage, count: number, near: number, far: number, width: number, draw: (at: Place) => Piece): Piece[] {
  return Array.from({ length: count }, (_, index) => {
    const z = near + (far - near) * ((index + stage.chance.next()) / count)
    const clear = 1.3 + z * 0.06
    const x = (index % 2 === 0 ? -1 : 1) * stage.chance.between(clear, clear + width * (0.35 + z / far))
    return draw([x, 0, z])
  })
}

export function forest(stage: Stage): Piece[] {
  const { chance } = stage
  return [
    sky(stage),
    openGround(stage, { value: 0.42 }),
    ridge(stage, 0.3, 0.3, 0.3),
    patch(
      stage,
      [
        [-0.5, 40],
        [0.9, 40],
        [1.2, -6],
        [-1.2, -6],
      ],
      { value: 0.62, contour: 'bare' },
    ),
    ...scatter(stage, 38, 1.6, 34, 7, at => trunk(stage, at, chance.between(0.13, 0.3), 0.1 + chance.between(0, 0.16))),
    ...scatter(stage, 8, 10, 34, 8, at => tree(stage, at, chance.between(5, 8), 0.3)),
    ...scatter(stage, 14, 0.8, 12, 3, at => tuft(stage, at, chance.between(0.25, 0.6), 0.26)),
    foregroundLeaves(stage),
  ]
}

export function park(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  return [
    sky(stage),
    openGround(stage, { value: 0.64 }),
    ridge(stage, 0.14, 0.34, 0.3),
    patch(
      stage,
      [
        [way * 1, 60],
        [way * 3, 60],
        [way * 1.4, -6],
        [way * -1.6, -6],
      ],
      { value: 0.84, contour: 'bare' },
    ),
    ...scatter(stage, 9, 5, 40, 10, at => tree(stage, at, stage.chance.between(4.5, 8))),
    ...scatter(stage, 10, 0.8, 10, 4, at => tuft(stage, at, 0.25, 0.46)),
    ...[0.45, 0.8].map(up =>
      box(stage, {
        at: [way * -1.9, up, 2.6],
        width: 1.7,
        depth: up > 0.5 ? 0.06 : 0.5,
        height: up > 0.5 ? 0.24 : 0.07,
        surface: { value: 0.36 },
      }),
    ),
    ...[-0.7, 0.7].map(x =>
      box(stage, { at: [way * -1.9 + x, 0, 2.6], width: 0.07, depth: 0.4, height: 0.45, surface: { value: 0.16 } }),
    ),
    streetLamp(stage, [way * 3.3, 0, 4.5], way),
    foregroundLeaves(stage),
  ]
}

export function beach(stage: Stage): Piece[] {
  const sea = mix(stage.light.haze, [112, 134, 146], 0.55)
  const wave = (z: number, depth: number, value: number) =>
    patch(
      stage,
      [
        [-300, z + depth],
        [300, z + depth * 1.1],
        [300, z + stage.chance.between(-0.4, 0.4)],
        [-300, z],
      ],
      { value, contour: 'bare' },
      0.02,
    )
  return [
    sky(stage),
    openGround(stage, { value: 0.8 }),
    patch(
      stage,
      [
        [-2500, 2000],
        [2500, 2000],
        [300, 7],
        [-300, 6],
      ],
      { value: 0.48, colour: sea, contour: 'bare' },
    ),
    patch(
      stage,
      [
        [-300, 7.4],
        [300, 8],
        [300, 5.2],
        [-300, 4.6],
      ],
      { value: 0.6, contour: 'bare' },
      0.01,
    ),
    wave(6.6, 0.5, 0.95),
    wave(10.5, 0.5, 0.9),
    wave(19, 0.7, 0.86),
    wave(36, 1, 0.84),
    ...scatter(stage, 5, 1, 4, 3, at =>
      box(stage, {
        at,
        width: stage.chance.between(0.3, 0.9),
        depth: 0.5,
        height: stage.chance.between(0.12, 0.4),
        turn: 0.4,
        surface: { value: 0.34 },
      }),
    ),
    ...scatter(stage, 7, 0.6, 4, 4, at => tuft(stage, at, 0.4, 0.44)),
  ]
}

export function desert(stage: Stage): Piece[] {
  const cactus = (at: Place) => {
    const parts = [
      box(stage, { at, width: 0.28, depth: 0.28, height: 2.1, surface: { value: 0.3, contour: 'bare' } }),
      box(stage, {
        at: [at[0] + 0.35, 0.9, at[2]],
        width: 0.6,
        depth: 0.2,
        height: 0.2,
        surface: { value: 0.3, contour: 'bare' },
      }),
      box(stage, {
        at: [at[0] + 0.58, 0.9, at[2]],
        width: 0.2,
        depth: 0.2,
        height: 0.8,
        surface: { value: 0.33, contour: 'bare' },
      }),
    ]
    return { distance: parts[0]?.distance ?? 0, marks: parts.map(part => part.marks).join('') }
  }
  return [
    sky(stage),
    openGround(stage, { value: 0.8 }),
    ridge(stage, 0.16, 0.5, 0.8),
    ridge(stage, 0.07, 0.66, 0.5),
    patch(
      stage,
      [
        [-0.9, 300],
        [0.9, 300],
        [1.3, -6],
        [-1.6, -6],
      ],
      { value: 0.68, contour: 'bare' },
    ),
    ...scatter(stage, 5, 4, 26, 8, cactus),
    ...scatter(stage, 12, 1, 22, 6, at => tuft(stage, at, 0.35, 0.42)),
    ...scatter(stage, 5, 2, 18, 6, at =>
      box(stage, {
        at,
        width: stage.chance.between(0.4, 1.4),
        depth: 0.8,
        height: stage.chance.between(0.2, 0.7),
        turn: 0.5,
        surface: { value: 0.46 },
      }),
    ),
  ]
}

export function field(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  const posts = Array.from({ length: 9 }, (_, index) =>
    box(stage, {
      at: [way * (2.2 + index * 0.9), 0, 3 + index * 2.4],
      width: 0.1,
      depth: 0.1,
      height: 1.05,
      surface: { value: 0.24 },
    }),
  )
  const rail = (up: number): Piece => ({
    distance: 14,
    marks: sheet(
      stage,
      [
        [way * 2.2, up + 0.1, 3],
        [way * 9.4, up + 0.1, 22],
        [way * 9.4, up, 22],
        [way * 2.2, up, 3],
      ],
      { value: 0.3 },
    ),
  })
  return [
    sky(stage),
    openGround(stage, { value: 0.68 }),
    ridge(stage, 0.13, 0.42, 0.6),
    ...[4, 9, 16].map(z =>
      patch(
        stage,
        [
          [-200, z + 2.4],
          [200, z + 3.2],
          [200, z + 1],
          [-200, z],
        ],
        { value: 0.58, contour: 'bare' },
      ),
    ),
    ...posts,
    rail(0.85),
    rail(0.45),
    tree(stage, [-way * 5, 0, 13], 6.5),
    ...scatter(stage, 5, 24, 60, 22, at => tree(stage, at, stage.chance.between(4, 7))),
    ...scatter(stage, 18, 0.6, 9, 4, at => tuft(stage, at, stage.chance.between(0.25, 0.55), 0.44)),
  ]
}

export function mountains(stage: Stage): Piece[] {
  return [
    sky(stage),
    openGround(stage, { value: 0.6 }),
    ridge(stage, 0.44, 0.62, 0.75),
    ridge(stage, 0.26, 0.46, 0.8),
    ridge(stage, 0.1, 0.34, 0.6),
    ...scatter(stage, 14, 8, 50, 14, at => conifer(stage, at, stage.chance.between(4, 9))),
    ...scatter(stage, 8, 1.4, 14, 4, at =>
      box(stage, {
        at,
        width: stage.chance.between(0.5, 1.8),
        depth: 1,
        height: stage.chance.between(0.3, 1),
        turn: stage.chance.between(0, 1),
        surface: { value: 0.44 },
      }),
    ),
    ...scatter(stage, 8, 0.8, 8, 4, at => tuft(stage, at, 0.3, 0.38)),
  ]
}

export function openSky(stage: Stage): Piece[] {
  return [sky(stage), ...[0.3, 0.12].map(rise => ({ ...ridge(stage, rise, 0.8, 0.4), distance: FAR - 5 }))]
}

export function plainExterior(stage: Stage): Piece[] {
  const { chance } = stage
  const way = chance.sign()
  return [
    sky(stage),
    openGround(stage, { value: 0.62 }),
    ridge(stage, 0.1, 0.4, 0.5),
    building(stage, { at: [way * 9, 0, 16], width: 9, depth: 8, height: chance.between(5, 8), value: 0.58 }),
    building(stage, { at: [-way * 15, 0, 28], width: 10, depth: 8, height: chance.between(4, 9), value: 0.5 }),
    box(stage, { at: [-way * 6, 0, 7], width: 9, depth: 0.3, height: 1.1, surface: { value: 0.56 } }),
    tree(stage, [-way * 4.2, 0, 9], chance.between(5, 7)),
    tree(stage, [way * 4.4, 0, 12], chance.between(4, 6)),
    ...scatter(stage, 10, 0.8, 8, 4, at => tuft(stage, at, 0.28, 0.42)),
    castShadow(stage, [-way * 4.2, 0, 9], 1.6, 3),
  ]
}

import type { Place } from '../view/camera.ts'
import { FAR, openGround, patch } from '../view/ground.ts'
import { box, type Surface, sheet } from '../view/solid.ts'
import type { Piece, Stage } from '../view/stage.ts'
import { sky } from './sky.ts'
import { building, car, skyline, streetLamp } from './town.ts'

export function street(stage: Stage): Piece[] {
  const { chance } = stage
  const way = chance.sign()
  const row = (side: -1 | 1) => {
    const blocks: Piece[] = []
    for (let z = -2; z < 75; ) {
      const depth = chance.between(7, 12)
      blocks.push(
        building(stage, {
          at: [side * (side === way ? 7.5 : 10.5) + side * 4, 0, z + depth / 2],
          width: 8,
          depth,
          height: chance.between(6.5, 16),
          value: chance.between(0.4, 0.72),
          ground: chance.next() < 0.6 ? 'shop' : 'wall',
        }),
      )
      z += depth + 0.1
    }
    return blocks
  }
  return [
    sky(stage),
    openGround(stage, { value: 0.58 }),
    patch(
      stage,
      [
        [way * -6.5, 400],
        [way * 3, 400],
        [way * 3, -8],
        [way * -6.5, -8],
      ],
      { value: 0.36, contour: 'bare' },
    ),
    ...[3, 8, 13, 19, 27].map(z =>
      patch(
        stage,
        [
          [way * -1.65, z + 2.4],
          [way * -1.85, z + 2.4],
          [way * -1.85, z],
          [way * -1.65, z],
        ],
        { value: 0.85, contour: 'bare' },
        0.012,
      ),
    ),
    building(stage, { at: [0, 0, 100], width: 60, depth: 5, height: 12, value: 0.5 }),
    ...row(-1),
    ...row(1),
    car(stage, [way * -5.2, 0, 6.5], Math.PI / 2, 0.44),
    car(stage, [way * -5.3, 0, 14], Math.PI / 2, 0.66),
    ...[3.5, 15, 28].map(z => streetLamp(stage, [way * 3.6, 0, z], way)),
  ]
}

export function cinemaFront(stage: Stage): Piece[] {
  const lit: Surface = stage.light.isDark ? { value: 0.62, colour: stage.light.glow } : { value: 0.8 }
  const front = (x: number, y: number): Place => [x, y, 5.9]
  return [
    sky(stage),
    openGround(stage, { value: 0.5 }),
    patch(
      stage,
      [
        [-90, 2.2],
        [90, 2.2],
        [90, -8],
        [-90, -8],
      ],
      { value: 0.38, contour: 'bare' },
    ),
    building(stage, { at: [-9.6, 0, 10], width: 8, depth: 8, height: 9, value: 0.5, ground: 'shop' }),
    building(stage, { at: [9.6, 0, 10], width: 8, depth: 8, height: 11, value: 0.44, ground: 'shop' }),
    box(stage, { at: [0, 0, 10], width: 11, depth: 8, height: 10, surface: { value: 0.56 } }),
    ...[-3.6, -1.2, 1.2, 3.6].map(
      (x): Piece => ({
        distance: 12,
        marks: sheet(stage, [front(x - 0.9, 2.5), front(x + 0.9, 2.5), front(x + 0.9, 0), front(x - 0.9, 0)], lit),
      }),
    ),
    box(stage, { at: [0, 3.1, 5], width: 9, depth: 2, height: 1.3, surface: { value: 0.3 } }),
    {
      distance: 10,
      marks: [3.9, 3.5]
        .map(y =>
          sheet(
            stage,
            [
              [-3.9, y + 0.22, 3.96],
              [3.9, y + 0.22, 3.96],
              [3.7, y, 3.96],
              [-3.7, y, 3.96],
            ],
            lit,
          ),
        )
        .join(''),
    },
    box(stage, { at: [0, 4.4, 5.6], width: 1.3, depth: 0.5, height: 5, surface: { value: 0.34 } }),
    streetLamp(stage, [-3.4, 0, 2.6], -1),
  ]
}

export function rooftop(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  return [
    sky(stage),
    {
      distance: FAR - 90,
      marks: sheet(
        stage,
        [
          [-400, -9, 900],
          [400, -9, 900],
          [400, -9, -5],
          [-400, -9, -5],
        ],
        { value: 0.4, contour: 'bare' },
      ),
    },
    ...skyline(stage, 70, 22),
    ...skyline(stage, 30, 9),
    {
      distance: 29,
      marks: sheet(
        stage,
        [
          [-7, 0, 4],
          [7, 0, 4],
          [7, 0, -9],
          [-7, 0, -9],
        ],
        { value: 0.56 },
      ),
    },
    box(stage, { at: [0, 0, 4], width: 14, depth: 0.3, height: 0.8, surface: { value: 0.62 } }),
    box(stage, { at: [way * 2.4, 0, 2.9], width: 1.2, depth: 0.9, height: 1, surface: { value: 0.5 } }),
    box(stage, { at: [-way * 3.4, 0, 2.6], width: 1.9, depth: 1.7, height: 2.4, surface: { value: 0.46 } }),
    box(stage, { at: [way * 3.7, 0, 3.2], width: 0.07, depth: 0.07, height: 3.2, surface: { value: 0.1 } }),
    box(stage, { at: [way * 3.7, 2.5, 3.2], width: 1.1, depth: 0.05, height: 0.05, surface: { value: 0.1 } }),
  ]
}

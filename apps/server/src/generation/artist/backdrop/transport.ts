import { hex, mix } from '../hand/colour.ts'
import { type Point, outline } from '../hand/line.ts'
import { fill, inked } from '../hand/mark.ts'
import { tone } from '../view/light.ts'
import { FAR, openGround, patch } from '../view/ground.ts'
import { box, sheet } from '../view/solid.ts'
import type { Piece, Stage } from '../view/stage.ts'
import { sofa } from './furniture.ts'
import { pendant, room, windowIn } from './room.ts'
import { ridge, sky } from './sky.ts'
import { disc, streetLamp } from './town.ts'

/** A platform with a train on one side; the same inside a hall or under the sky. */
export function station(stage: Stage): Piece[] {
  const way = stage.chance.sign()
  const { isInterior, isDark, glow } = stage.light
  const windows = Array.from({ length: 10 }, (_, index): Piece => {
    const z = -2 + index * 3.2
    return {
      distance: 20,
      marks: sheet(
        stage,
        [
          [way * 2.68, 2.3, z + 2.2],
          [way * 2.68, 2.3, z],
          [way * 2.68, 1.35, z],
          [way * 2.68, 1.35, z + 2.2],
        ],
        isDark ? { value: 0.6, colour: glow } : { value: 0.2 },
      ),
    }
  })
  const columns = [2, 7, 12, 18].flatMap(z => [
    box(stage, { at: [-way * 2.4, 0, z], width: 0.24, depth: 0.24, height: 3.9, surface: { value: 0.24 } }),
    box(stage, { at: [-way * 2.4, 3.7, z], width: 2.2, depth: 0.18, height: 0.2, surface: { value: 0.24 } }),
  ])
  const train = box(stage, { at: [way * 4.1, 0.4, 12], width: 2.8, depth: 34, height: 2.7, surface: { value: 0.46 } })
  const roof: Piece = {
    distance: FAR - 500,
    marks: sheet(
      stage,
      [
        [-7, 3.9, -6],
        [way * 2.4, 3.9, -6],
        [way * 2.4, 3.9, 60],
        [-7 * way, 3.9, 60],
      ],
      { value: 0.3 },
    ),
  }
  const hall = isInterior
    ? room(stage, { width: 18, back: 34, height: 7.5, walls: 0.6, floor: 0.56 })
    : [sky(stage), openGround(stage, { value: 0.6 }), ridge(stage, 0.1, 0.36, 0.4)]
  return [
    ...hall,
    patch(
      stage,
      [
        [way * 2.2, 60],
        [way * 2.5, 60],
        [way * 2.5, -8],
        [way * 2.2, -8],
      ],
      { value: 0.9, contour: 'bare' },
    ),
    patch(
      stage,
      [
        [way * 2.6, 60],
        [way * 6.4, 60],
        [way * 6.4, -8],
        [way * 2.6, -8],
      ],
      { value: 0.16, contour: 'bare' },
    ),
    roof,
    { distance: 21, marks: train.marks },
    ...windows,
    ...columns,
    disc(stage, [-way * 1.4, 3, 6], 0.36, 0.95),
    ...(isInterior ? [] : [streetLamp(stage, [-way * 4, 0, 8], -1 as const)]),
    box(stage, { at: [-way * 2.3, 0.42, 4.4], width: 0.5, depth: 1.7, height: 0.08, surface: { value: 0.36 } }),
  ]
}

/** Inside a railway carriage, bus or aeroplane: an aisle between seats under a low ceiling. */
export function carriage(stage: Stage): Piece[] {
  const seats = [0.9, 2, 3.1, 4.2, 5.3].flatMap(z => [-1.05, 1.05].map(x => sofa(stage, [x, 0, z], 0.9, Math.PI, 0.36, 1.2)))
  const walls = [-1.2, 0.6, 2.4, 4.2].flatMap(z =>
    (['left', 'right'] as const).flatMap(wall =>
      windowIn(stage, { at: [wall === 'left' ? -1.6 : 1.6, 0.95, z], width: 1.2, height: 0.85, wall, panes: [1, 1] }),
    ),
  )
  return [
    ...room(stage, { width: 3.2, back: 7, height: 2.35, walls: 0.64, floor: 0.34 }),
    ...walls.filter(piece => piece.distance === FAR - 400),
    ...[-1.25, 1.25].map(x => box(stage, { at: [x, 1.95, 3], width: 0.5, depth: 9, height: 0.07, surface: { value: 0.5 } })),
    ...seats,
    ...windowIn(stage, { at: [0, 0.95, 7], width: 0.7, height: 1, wall: 'back', panes: [1, 1] }),
  ]
}

/** Inside a car, seen through the windscreen: rear window behind, pillars and dashboard before the people. */
export function carInside(stage: Stage): Piece[] {
  const { camera, light } = stage
  const behind = light.isDark ? mix(light.sky[1], [60, 70, 90], 0.3) : light.sky[1]
  const rear = (x: number, y: number): readonly [number, number, number] => [x, y, 1.5]
  return [
    { distance: FAR, marks: `<rect width="${camera.width}" height="${camera.height}" fill="${hex(tone(light, 0.2))}"/>` },
    {
      distance: FAR - 10,
      marks: sheet(stage, [rear(-0.68, 1.66), rear(0.68, 1.66), rear(0.82, 1.2), rear(-0.82, 1.2)], {
        value: 0.62,
        colour: behind,
      }),
    },
    ...[-1, 1].map(
      (way): Piece => ({
        distance: FAR - 20,
        marks: sheet(
          stage,
          [
            [way * 0.86, 1.6, 1.2],
            [way * 0.98, 1.58, -0.3],
            [way * 1.02, 1.12, -0.3],
            [way * 0.9, 1.14, 1.2],
          ],
          { value: 0.66, colour: behind },
        ),
      }),
    ),
    {
      distance: FAR - 30,
      marks: [0, 1, 2]
        .map(index =>
          sheet(
            stage,
            [
              rear(-0.5 + index * 0.45, 1.5),
              rear(-0.36 + index * 0.45, 1.5),
              rear(-0.36 + index * 0.45, 1.22),
              rear(-0.5 + index * 0.45, 1.22),
            ],
            { value: 0.35 + index * 0.1, contour: 'bare' },
          ),
        )
        .join(''),
    },
    box(stage, { at: [0, 0.3, 1.2], width: 1.7, depth: 0.3, height: 0.82, surface: { value: 0.28 } }),
    ...[-0.42, 0.42].flatMap(x => [
      box(stage, { at: [x, 0.2, 0.32], width: 0.58, depth: 0.2, height: 1.1, surface: { value: 0.34 } }),
      box(stage, { at: [x, 1.33, 0.34], width: 0.3, depth: 0.12, height: 0.24, surface: { value: 0.34 } }),
    ]),
    { distance: 0.4, marks: windscreen(stage) },
  ]
}

function windscreen(stage: Stage): string {
  const {
    camera: { width, height },
    light,
    pen,
  } = stage
  const [dark, edge] = [hex(tone(light, 0.07)), hex(tone(light, 0.32))]
  const roof: Point[] = [
    [-20, -20],
    [-20, -20],
    [width + 20, -20],
    [width + 20, -20],
    [width + 20, height * 0.1],
    [width * 0.75, height * 0.07],
    [width * 0.25, height * 0.07],
    [-20, height * 0.1],
  ]
  const pillar = (x: number, way: number): Point[] => [
    [x - way * 20, -10],
    [x + way * width * 0.075, -10],
    [x + way * width * 0.012, height * 0.9],
    [x - way * 20, height * 0.9],
  ]
  const dash: Point[] = [
    [-20, height + 20],
    [-20, height + 20],
    [-20, height * 0.9],
    [width * 0.22, height * 0.855],
    [width * 0.5, height * 0.85],
    [width * 0.78, height * 0.86],
    [width + 20, height * 0.9],
    [width + 20, height + 20],
    [width + 20, height + 20],
  ]
  const glare: Point[] = [
    [width * 0.62, 0],
    [width * 0.74, 0],
    [width * 0.52, height],
    [width * 0.36, height],
  ]
  const mirror: Point[] = [
    [width * 0.44, height * 0.08],
    [width * 0.57, height * 0.075],
    [width * 0.565, height * 0.135],
    [width * 0.445, height * 0.14],
  ]
  return [
    fill(`M${glare.map(point => point.join(' ')).join('L')}Z`, '#fff', 0.07),
    fill(outline(roof), dark),
    ...[pillar(0, 1), pillar(width, -1)].map(points => fill(`M${points.map(point => point.join(' ')).join('L')}Z`, dark)),
    inked(outline(dash), dark, edge, pen * 1.5),
    inked(outline(mirror), dark, edge, pen * 1.5),
  ].join('')
}

/** A deck or quay at the water's edge. */
export function harbour(stage: Stage): Piece[] {
  const sea = mix(stage.light.haze, [104, 126, 138], 0.5)
  const way = stage.chance.sign()
  const planks = Array.from({ length: 6 }, (_, index) =>
    patch(
      stage,
      [
        [-2.4, 2.4 - index * 1.2],
        [2.4, 2.4 - index * 1.2],
        [2.4, 1.8 - index * 1.2],
        [-2.4, 1.8 - index * 1.2],
      ],
      { value: 0.44, contour: 'bare' },
      0.02,
    ),
  )
  return [
    sky(stage),
    openGround(stage, { value: 0.48, colour: sea }),
    ridge(stage, 0.07, 0.4, 0.6),
    ...[6, 9, 14, 22, 34].map(z =>
      patch(
        stage,
        [
          [-200, z + 0.3],
          [200, z + 0.5],
          [200, z],
          [-200, z],
        ],
        { value: 0.8, contour: 'bare' },
      ),
    ),
    patch(
      stage,
      [
        [-2.4, 3.2],
        [2.4, 3.2],
        [2.4, -8],
        [-2.4, -8],
      ],
      { value: 0.54 },
      0.015,
    ),
    ...planks,
    ...[-2.3, -0.8, 0.8, 2.3].map(x =>
      box(stage, { at: [x, 0, 3.1], width: 0.14, depth: 0.14, height: 1.1, surface: { value: 0.26 } }),
    ),
    box(stage, { at: [0, 0.95, 3.1], width: 4.8, depth: 0.08, height: 0.08, surface: { value: 0.3 } }),
    box(stage, { at: [way * 7, 0.1, 15], width: 5, depth: 1.8, height: 0.8, surface: { value: 0.3 } }),
    box(stage, { at: [way * 6.6, 0.9, 15], width: 1.5, depth: 1.2, height: 0.9, surface: { value: 0.72 } }),
    box(stage, { at: [way * 7.9, 0.9, 15], width: 0.1, depth: 0.1, height: 3.6, surface: { value: 0.2 } }),
  ]
}

/** Boards, curtains and a spot of light. */
export function theatre(stage: Stage): Piece[] {
  const folds = [-1, 1].flatMap(way =>
    [2, 2.45, 2.9, 3.35, 3.8].map((x, fold) =>
      box(stage, {
        at: [way * x, 0, 2.2 - fold * 0.2],
        width: 0.46,
        depth: 0.2,
        height: 4.6,
        surface: { value: fold % 2 === 0 ? 0.26 : 0.36 },
      }),
    ),
  )
  const spot = sheet(
    stage,
    [
      [-0.3, 5, 1],
      [0.3, 5, 1],
      [1.5, 0, 0.6],
      [-1.5, 0, 0.6],
    ],
    { value: 0.9, colour: stage.light.glow, opacity: 0.2 },
  )
  return [
    ...room(stage, { width: 10, back: 4, height: 6, walls: 0.22, floor: 0.42, boards: 'planks' }),
    { distance: FAR - 500, marks: spot },
    patch(
      stage,
      [
        [-1.4, 1],
        [-0.7, 1.6],
        [0.7, 1.6],
        [1.4, 1],
        [0.7, -0.2],
        [-0.7, -0.2],
      ],
      { value: 0.86, contour: 'bare' },
    ),
    ...folds,
    ...[-1.8, 1.8].map(x => pendant(stage, [x, 3.9, 1.6], 6)),
  ]
}

import { shape } from '../figure/shape.ts'
import type { Rgb } from '../hand/colour.ts'
import { ellipse } from '../hand/line.ts'
import { angular, type Easel, round, shadow, stroke, wash } from '../figure/easel.ts'

const DARK: Rgb = [46, 45, 46]
const STEEL: Rgb = [170, 172, 174]
const BRASS: Rgb = [190, 156, 92]
const CREAM: Rgb = [240, 234, 222]
const WOOD: Rgb = [136, 98, 66]

export function key(easel: Easel): string {
  return [
    round(easel, ellipse([-0.32, 0], 0.2, 0.18, 12), BRASS, 0.52, 1.2),
    round(easel, ellipse([-0.33, 0], 0.1, 0.09, 10), [74, 68, 60], 0.4),
    angular(
      easel,
      shape(
        '-0.13 0.045, 0.5 0.045, 0.54 0, 0.5 -0.045, 0.46 -0.045, 0.46 -0.17, 0.39 -0.17, 0.39 -0.1, 0.34 -0.1, 0.34 -0.19, 0.27 -0.19, 0.27 -0.045, -0.13 -0.045',
      ),
      BRASS,
      0.54,
      1.1,
    ),
    stroke(
      easel,
      [
        [-0.08, 0.015],
        [0.46, 0.015],
      ],
      0.7,
      0.6,
    ),
    wash(easel, shape('-0.46 0.08, -0.34 0.15, -0.22 0.12, -0.34 0.12'), [255, 255, 255], 0.6, 0.55),
  ].join('')
}

export function gun(easel: Easel): string {
  return [
    round(
      easel,
      shape('-0.44 0.14, -0.44 0.14, -0.2 0.16, -0.14 -0.02, -0.24 -0.4, -0.3 -0.46, -0.48 -0.42, -0.52 -0.36, -0.4 -0.02'),
      WOOD,
      0.4,
      1.2,
    ),
    angular(
      easel,
      shape('-0.48 0.3, -0.42 0.34, 0.56 0.33, 0.56 0.16, 0.1 0.14, -0.16 0.1, -0.4 0.1, -0.5 0.2'),
      DARK,
      0.52,
      1.2,
    ),
    stroke(easel, shape('-0.14 0.1, -0.12 -0.06, 0 -0.1, 0.09 -0.02, 0.08 0.13'), 1.7),
    stroke(easel, shape('-0.05 0.1, -0.06 0.02, -0.02 -0.03'), 1.6),
    round(easel, shape('-0.16 0.3, 0.06 0.3, 0.06 0.12, -0.16 0.1'), [88, 88, 90], 0.5, 0.8),
    wash(easel, shape('-0.3 0.31, 0.54 0.3, 0.54 0.27, -0.3 0.285'), [255, 255, 255], 0.6, 0.4),
  ].join('')
}

export function cup(easel: Easel): string {
  const steam = [-0.1, 0.06].map(x =>
    stroke(
      easel,
      [
        [x, 0.78],
        [x + 0.06, 0.9],
        [x - 0.03, 1.02],
        [x + 0.05, 1.14],
      ],
      1.4,
      0.35,
    ),
  )
  return [
    round(easel, ellipse([0, 0.04], 0.52, 0.12, 14), CREAM, 0.5),
    round(
      easel,
      shape('0.3 0.55, 0.5 0.56, 0.54 0.36, 0.4 0.22, 0.26 0.24, 0.28 0.3, 0.38 0.3, 0.44 0.4, 0.42 0.48, 0.3 0.47'),
      CREAM,
      0.5,
    ),
    round(
      easel,
      shape('-0.36 0.66, -0.36 0.66, -0.33 0.3, -0.22 0.06, 0 0.03, 0.22 0.06, 0.33 0.3, 0.36 0.66, 0.36 0.66'),
      CREAM,
      0.58,
      1.2,
    ),
    shadow(easel, shape('-0.36 0.62, -0.2 0.58, -0.16 0.2, -0.2 0.08, -0.32 0.3'), 0.2),
    round(easel, ellipse([0, 0.66], 0.36, 0.1, 14), CREAM, 0.64),
    wash(easel, ellipse([0, 0.645], 0.31, 0.075, 12), [84, 58, 42], 0.45),
    ...steam,
  ].join('')
}

export function bottle(easel: Easel): string {
  return [
    round(
      easel,
      shape(
        '-0.2 0.02, -0.21 0.5, -0.18 0.62, -0.07 0.76, -0.065 1.02, 0.065 1.02, 0.07 0.76, 0.18 0.62, 0.21 0.5, 0.2 0.02, 0.14 -0.02, -0.14 -0.02',
      ),
      [78, 104, 84],
      0.46,
      1.2,
    ),
    angular(easel, shape('-0.205 0.44, 0.205 0.44, 0.205 0.14, -0.205 0.14'), CREAM, 0.54, 0.7),
    stroke(
      easel,
      [
        [-0.12, 0.34],
        [0.12, 0.34],
      ],
      1.8,
    ),
    stroke(
      easel,
      [
        [-0.12, 0.26],
        [0.06, 0.26],
      ],
      1,
    ),
    wash(easel, shape('0.1 0.6, 0.15 0.5, 0.15 0.46, 0.1 0.48'), [255, 255, 255], 0.6, 0.6),
    round(
      easel,
      shape('0.36 0.36, 0.36 0.36, 0.4 0.02, 0.44 -0.02, 0.6 -0.02, 0.64 0.02, 0.68 0.36, 0.68 0.36'),
      [214, 218, 218],
      0.6,
      0.9,
    ),
    round(easel, shape('0.375 0.2, 0.52 0.22, 0.665 0.2, 0.64 0.03, 0.52 0, 0.4 0.03'), [166, 110, 54], 0.5, 0.5),
  ].join('')
}

export function door(easel: Easel): string {
  return [
    angular(easel, shape('-0.42 1.04, 0.42 1.04, 0.42 0, -0.42 0'), [196, 188, 174], 0.55, 1.2),
    angular(easel, shape('-0.34 0.98, 0.34 0.98, 0.34 0, -0.34 0'), WOOD, 0.46),
    angular(easel, shape('-0.24 0.9, 0.24 0.9, 0.24 0.56, -0.24 0.56'), WOOD, 0.38, 0.8),
    angular(easel, shape('-0.24 0.44, 0.24 0.44, 0.24 0.08, -0.24 0.08'), WOOD, 0.38, 0.8),
    round(easel, ellipse([0.28, 0.49], 0.035, 0.03, 8), BRASS, 0.56),
    wash(easel, shape('-0.34 0.03, 0.34 0.03, 0.34 0, -0.34 0'), [255, 240, 200], 0.6, 0.8),
  ].join('')
}

export function knife(easel: Easel): string {
  return [
    round(easel, shape('-0.6 0.06, -0.6 -0.06, -0.36 -0.08, -0.16 -0.06, -0.16 0.06'), WOOD, 0.36, 1.2),
    round(easel, shape('-0.16 0.07, -0.16 0.07, 0.3 0.09, 0.62 0, 0.62 0, 0.3 -0.07, -0.16 -0.08, -0.16 -0.08'), STEEL, 0.6, 1.1),
    wash(easel, shape('-0.14 0.05, 0.3 0.07, 0.54 0.01, 0.3 0.03, -0.14 0.02'), [255, 255, 255], 0.6, 0.6),
    round(easel, ellipse([-0.48, 0], 0.02, 0.02, 6), BRASS, 0.5, 0.5),
    round(easel, ellipse([-0.28, 0], 0.02, 0.02, 6), BRASS, 0.5, 0.5),
  ].join('')
}

export function ring(easel: Easel): string {
  return [
    stroke(easel, ellipse([0, 0.3], 0.3, 0.28, 14), 11),
    round(easel, ellipse([0, 0.3], 0.36, 0.34, 16), BRASS, 0.54, 1.1),
    round(easel, ellipse([0, 0.3], 0.27, 0.25, 16), [70, 62, 54], 0.4),
    angular(easel, shape('-0.16 0.8, 0.16 0.8, 0.22 0.72, 0 0.58, -0.22 0.72'), [224, 236, 240], 0.62, 1),
    stroke(
      easel,
      [
        [-0.22, 0.72],
        [0.22, 0.72],
      ],
      0.8,
    ),
    stroke(easel, shape('-0.07 0.72, 0 0.58, 0.07 0.72'), 0.7),
    ...shape('-0.32 0.86, 0 0.98, 0.32 0.86').map(([x, y]) =>
      stroke(
        easel,
        [
          [x, y],
          [x * 1.25, y + 0.07],
        ],
        1.4,
        0.7,
      ),
    ),
  ].join('')
}

export function flower(easel: Easel): string {
  const petals = (cx: number, cy: number) =>
    ellipse([cx, cy], 0.12, 0.11, 6).map(([x, y]) => round(easel, ellipse([x, y], 0.09, 0.085, 8), [196, 86, 88], 0.54, 0.8))
  return [
    stroke(easel, shape('0 0.74, 0.02 0.4, -0.03 0'), 3),
    round(easel, shape('0 0.3, 0.2 0.44, 0.3 0.38, 0.18 0.28'), [96, 124, 84], 0.5, 0.8),
    round(easel, shape('0 0.18, -0.2 0.34, -0.3 0.28, -0.16 0.16'), [96, 124, 84], 0.46, 0.8),
    ...petals(0, 0.82),
    round(easel, ellipse([0, 0.82], 0.08, 0.075, 8), [214, 176, 88], 0.5, 0.8),
  ].join('')
}

export function suitcase(easel: Easel): string {
  return [
    stroke(easel, shape('-0.16 0.62, -0.14 0.74, 0.14 0.74, 0.16 0.62'), 4),
    round(
      easel,
      shape('-0.6 0.58, -0.54 0.63, 0.54 0.63, 0.6 0.58, 0.6 0.02, 0.54 -0.02, -0.54 -0.02, -0.6 0.02'),
      [128, 88, 60],
      0.5,
      1.3,
    ),
    angular(easel, shape('-0.38 0.63, -0.28 0.63, -0.28 -0.02, -0.38 -0.02'), [84, 56, 40], 0.5, 0.7),
    angular(easel, shape('0.28 0.63, 0.38 0.63, 0.38 -0.02, 0.28 -0.02'), [84, 56, 40], 0.5, 0.7),
    stroke(
      easel,
      [
        [-0.6, 0.4],
        [0.6, 0.4],
      ],
      1,
    ),
    angular(easel, shape('-0.06 0.46, 0.06 0.46, 0.06 0.36, -0.06 0.36'), BRASS, 0.55, 0.7),
    shadow(easel, shape('-0.58 0.1, 0.58 0.1, 0.58 0, -0.58 0'), 0.22),
  ].join('')
}

export function candle(easel: Easel): string {
  return [
    round(easel, ellipse([0, 0.02], 0.34, 0.09, 12), BRASS, 0.44),
    angular(easel, shape('-0.1 0.62, 0.1 0.62, 0.11 0.04, -0.11 0.04'), CREAM, 0.58, 1.1),
    wash(easel, shape('-0.1 0.62, -0.04 0.62, -0.05 0.4, -0.08 0.34'), CREAM, 0.75),
    stroke(
      easel,
      [
        [0, 0.62],
        [0.01, 0.7],
      ],
      1.8,
    ),
    round(easel, shape('0.01 1.0, 0.01 1.0, 0.08 0.82, 0.05 0.69, -0.04 0.69, -0.06 0.8'), [250, 214, 128], 0.68, 0.7),
  ].join('')
}

export function glass(easel: Easel): string {
  return [
    round(
      easel,
      shape('-0.28 0.7, -0.28 0.7, -0.24 0.02, -0.2 -0.02, 0.2 -0.02, 0.24 0.02, 0.28 0.7, 0.28 0.7'),
      [216, 222, 222],
      0.62,
      1.1,
    ),
    round(easel, shape('-0.26 0.4, 0 0.43, 0.26 0.4, 0.235 0.04, 0 0, -0.235 0.04'), [178, 122, 62], 0.54, 0.6),
    angular(easel, shape('-0.12 0.42, 0.04 0.46, 0.08 0.3, -0.08 0.26'), [236, 240, 240], 0.6, 0.6),
    round(easel, ellipse([0, 0.7], 0.28, 0.07, 12), [226, 230, 230], 0.66, 0.9),
    wash(easel, shape('0.16 0.62, 0.21 0.62, 0.17 0.1, 0.14 0.1'), [255, 255, 255], 0.6, 0.6),
  ].join('')
}

export function parcel(easel: Easel): string {
  return [
    angular(easel, shape('-0.5 0.5, 0.36 0.5, 0.36 0, -0.5 0'), [190, 164, 128], 0.5, 1.2),
    angular(easel, shape('-0.5 0.5, -0.32 0.68, 0.54 0.68, 0.36 0.5'), [190, 164, 128], 0.64),
    angular(easel, shape('0.36 0.5, 0.54 0.68, 0.54 0.18, 0.36 0'), [190, 164, 128], 0.34),
    stroke(easel, shape('-0.1 0, -0.1 0.5, 0.08 0.68'), 2),
    stroke(easel, shape('-0.5 0.26, 0.36 0.26, 0.54 0.44'), 2),
    round(easel, shape('0 0.59, -0.14 0.68, -0.12 0.58'), [150, 70, 62], 0.5, 0.8),
    round(easel, shape('0 0.59, 0.14 0.7, 0.13 0.58'), [150, 70, 62], 0.5, 0.8),
  ].join('')
}

export function flashlight(easel: Easel): string {
  return [
    wash(easel, shape('0.4 0.16, 1.4 0.5, 1.5 0, 1.4 -0.5, 0.4 -0.16'), [255, 240, 190], 0.6, 0.35),
    angular(easel, shape('-0.56 0.09, 0.16 0.09, 0.16 -0.09, -0.56 -0.09'), DARK, 0.5, 1.2),
    angular(easel, shape('0.16 0.1, 0.4 0.18, 0.46 0.18, 0.46 -0.18, 0.4 -0.18, 0.16 -0.1'), [78, 78, 80], 0.5, 1.1),
    round(easel, shape('0.44 0.17, 0.5 0.1, 0.5 -0.1, 0.44 -0.17'), [255, 246, 214], 0.66, 0.8),
    angular(easel, shape('-0.14 0.12, 0 0.12, 0 0.06, -0.14 0.06'), STEEL, 0.55, 0.6),
    wash(easel, shape('-0.54 0.06, 0.14 0.06, 0.14 0.03, -0.54 0.03'), [255, 255, 255], 0.6, 0.35),
  ].join('')
}

export function rope(easel: Easel): string {
  const HEMP: Rgb = [186, 160, 116]
  const coils = [0, 1, 2, 3].map(turn =>
    round(easel, ellipse([(turn % 2) * 0.03, 0.08 + turn * 0.1], 0.5 - turn * 0.015, 0.16, 14), HEMP, 0.46 + turn * 0.03, 1.1),
  )
  return [
    stroke(easel, shape('0.44 0.06, 0.66 0.02, 0.84 0.08, 1.02 0'), 9),
    ...coils,
    round(easel, ellipse([0.03, 0.39], 0.33, 0.09, 14), [72, 60, 46], 0.4, 0.9),
  ].join('')
}

export function handwheel(easel: Easel): string {
  const spokes = ellipse([0, 0.5], 0.42, 0.42, 6).map(([x, y]) =>
    stroke(
      easel,
      [
        [0, 0.5],
        [x, y],
      ],
      7,
    ),
  )
  const rim = [0.5, 0.47, 0.44].map((radius, ring) =>
    stroke(
      easel,
      [...ellipse([0, 0.5], radius, radius, 18), [radius, 0.5], [radius * 0.94, 0.5 + radius * 0.34]],
      ring === 1 ? 7 : 4,
    ),
  )
  return [
    angular(easel, shape('-0.07 0.5, 0.07 0.5, 0.1 0, -0.1 0'), STEEL, 0.42),
    ...spokes,
    ...rim,
    round(easel, ellipse([0, 0.5], 0.1, 0.1, 10), STEEL, 0.5),
  ].join('')
}

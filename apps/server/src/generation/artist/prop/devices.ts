import { shape } from '../figure/shape.ts'
import type { Rgb } from '../hand/colour.ts'
import { ellipse } from '../hand/line.ts'
import { angular, type Easel, round, shadow, stroke, wash } from '../figure/easel.ts'

const DARK: Rgb = [46, 45, 46]
const STEEL: Rgb = [168, 170, 172]
const SCREEN: Rgb = [214, 226, 230]
const BRASS: Rgb = [186, 152, 90]

export function phone(easel: Easel): string {
  return [
    round(
      easel,
      shape('-0.24 0.46, -0.2 0.5, 0.2 0.5, 0.24 0.46, 0.24 -0.46, 0.2 -0.5, -0.2 -0.5, -0.24 -0.46'),
      DARK,
      0.45,
      1.2,
    ),
    angular(easel, shape('-0.205 0.43, 0.205 0.43, 0.205 -0.42, -0.205 -0.42'), SCREEN, 0.62, 0.5),
    round(easel, shape('-0.15 0.32, 0.08 0.32, 0.08 0.2, -0.15 0.2'), [168, 182, 190], 0.5, 0.4),
    round(easel, shape('-0.08 0.12, 0.15 0.12, 0.15 -0.06, -0.08 -0.06'), [112, 144, 164], 0.5, 0.4),
    round(easel, shape('-0.15 -0.14, 0.03 -0.14, 0.03 -0.24, -0.15 -0.24'), [168, 182, 190], 0.5, 0.4),
    wash(easel, shape('0.02 0.43, 0.2 0.43, 0.2 0.05, 0.2 0.05'), [255, 255, 255], 0.6, 0.35),
  ].join('')
}

export function telephone(easel: Easel): string {
  return [
    round(easel, shape('-0.42 0, -0.3 0.34, -0.16 0.42, 0.16 0.42, 0.3 0.34, 0.42 0, 0.42 -0.06, -0.42 -0.06'), DARK, 0.5, 1.2),
    round(easel, ellipse([0, 0.16], 0.18, 0.14, 12), STEEL, 0.55),
    ...ellipse([0, 0.16], 0.12, 0.095, 8).map(([x, y]) => round(easel, ellipse([x, y], 0.03, 0.024, 6), DARK, 0.4, 0.5)),
    round(
      easel,
      shape('-0.5 0.46, -0.44 0.6, -0.2 0.66, 0.2 0.66, 0.44 0.6, 0.5 0.46, 0.34 0.42, 0.26 0.54, -0.26 0.54, -0.34 0.42'),
      DARK,
      0.55,
      1.2,
    ),
    stroke(easel, shape('-0.46 0.44, -0.62 0.2, -0.52 0.06, -0.66 -0.04'), 2.4),
  ].join('')
}

export function clock(easel: Easel): string {
  const ticks = ellipse([0, 0.5], 0.36, 0.36, 12)
    .map(([x, y]) =>
      stroke(
        easel,
        [
          [x, y],
          [x * 0.88, 0.5 + (y - 0.5) * 0.88],
        ],
        1.6,
      ),
    )
    .join('')
  return [
    round(easel, ellipse([0, 0.5], 0.5, 0.5, 16), DARK, 0.45, 1.3),
    round(easel, ellipse([0, 0.5], 0.42, 0.42, 16), [240, 236, 226], 0.58),
    ticks,
    stroke(
      easel,
      [
        [0, 0.5],
        [-0.2, 0.66],
      ],
      4,
    ),
    stroke(
      easel,
      [
        [0, 0.5],
        [0.08, 0.82],
      ],
      2.6,
    ),
    round(easel, ellipse([0, 0.5], 0.03, 0.03, 6), DARK, 0.4),
    shadow(easel, shape('-0.34 0.78, -0.1 0.91, 0.2 0.88, -0.1 0.83, -0.32 0.66'), 0.16),
  ].join('')
}

export function filmReel(easel: Easel): string {
  const holes = ellipse([0, 0.5], 0.27, 0.27, 5).map(([x, y]) =>
    round(easel, ellipse([x, y], 0.115, 0.115, 10), [92, 90, 88], 0.36, 0.8),
  )
  const strip = [
    [0.3, 0.08],
    [0.6, 0.0],
    [0.9, 0.1],
    [1.15, 0.02],
  ] as const
  return [
    stroke(easel, strip, 9),
    ...[0.45, 0.6, 0.75, 0.9, 1.05].map(x =>
      angular(
        easel,
        [
          [x, 0.075],
          [x + 0.06, 0.085],
          [x + 0.06, 0.03],
          [x, 0.02],
        ],
        [220, 216, 206],
        0.55,
        0.2,
      ),
    ),
    round(easel, ellipse([0, 0.5], 0.52, 0.52, 16), STEEL, 0.46, 1.3),
    round(easel, ellipse([0, 0.5], 0.45, 0.45, 16), STEEL, 0.58, 0.8),
    ...holes,
    round(easel, ellipse([0, 0.5], 0.07, 0.07, 8), DARK, 0.45),
    wash(easel, shape('-0.42 0.66, -0.2 0.9, 0.1 0.94, -0.16 0.84, -0.34 0.62'), [255, 255, 255], 0.6, 0.4),
  ].join('')
}

export function camera(easel: Easel): string {
  return [
    angular(
      easel,
      shape('-0.5 0.62, -0.2 0.64, -0.14 0.74, 0.16 0.74, 0.22 0.63, 0.5 0.62, 0.5 0.05, -0.5 0.05'),
      DARK,
      0.5,
      1.2,
    ),
    angular(easel, shape('-0.5 0.52, 0.5 0.52, 0.5 0.5, -0.5 0.5'), STEEL, 0.5, 0.4),
    round(easel, ellipse([0.02, 0.32], 0.25, 0.25, 14), STEEL, 0.5),
    round(easel, ellipse([0.02, 0.32], 0.18, 0.18, 12), [36, 38, 44], 0.45),
    wash(easel, ellipse([-0.04, 0.39], 0.06, 0.045, 8), [255, 255, 255], 0.6, 0.55),
    round(easel, ellipse([-0.34, 0.64], 0.06, 0.03, 8), STEEL, 0.6, 0.7),
  ].join('')
}

export function laptop(easel: Easel): string {
  return [
    angular(easel, shape('-0.56 0.08, 0.56 0.08, 0.72 -0.14, -0.72 -0.14'), STEEL, 0.56),
    angular(easel, shape('-0.46 0.05, 0.46 0.05, 0.54 -0.06, -0.54 -0.06'), DARK, 0.5, 0.6),
    angular(easel, shape('-0.54 0.82, 0.54 0.82, 0.56 0.09, -0.56 0.09'), DARK, 0.45, 1.2),
    angular(easel, shape('-0.49 0.77, 0.49 0.77, 0.51 0.14, -0.51 0.14'), SCREEN, 0.62, 0.5),
    stroke(
      easel,
      [
        [-0.4, 0.64],
        [0.1, 0.64],
      ],
      2,
    ),
    ...[0.52, 0.43, 0.34].map((y, row) =>
      stroke(
        easel,
        [
          [-0.4, y],
          [0.3 - row * 0.12, y],
        ],
        1,
        0.6,
      ),
    ),
    wash(easel, shape('0.1 0.77, 0.49 0.77, 0.5 0.3, 0.5 0.3'), [255, 255, 255], 0.6, 0.3),
  ].join('')
}

export function radio(easel: Easel): string {
  return [
    stroke(
      easel,
      [
        [0.36, 0.56],
        [0.52, 1.02],
      ],
      1.8,
    ),
    round(
      easel,
      shape('-0.56 0.56, -0.5 0.6, 0.5 0.6, 0.56 0.56, 0.56 0.02, 0.5 -0.02, -0.5 -0.02, -0.56 0.02'),
      [124, 84, 58],
      0.5,
      1.2,
    ),
    round(easel, ellipse([-0.24, 0.29], 0.22, 0.22, 12), DARK, 0.5),
    ...[0.18, 0.29, 0.4].map(y =>
      stroke(
        easel,
        [
          [-0.4, y],
          [-0.08, y],
        ],
        1,
        0.6,
      ),
    ),
    angular(easel, shape('0.08 0.5, 0.48 0.5, 0.48 0.34, 0.08 0.34'), [236, 220, 180], 0.6, 0.7),
    stroke(
      easel,
      [
        [0.24, 0.5],
        [0.24, 0.34],
      ],
      1.6,
    ),
    round(easel, ellipse([0.16, 0.16], 0.07, 0.07, 8), BRASS, 0.5, 0.7),
    round(easel, ellipse([0.39, 0.16], 0.07, 0.07, 8), BRASS, 0.5, 0.7),
  ].join('')
}

export function lampProp(easel: Easel): string {
  return [
    round(easel, shape('-0.22 0.03, -0.2 0.08, 0.2 0.08, 0.22 0.03, 0.2 -0.02, -0.2 -0.02'), BRASS, 0.4),
    angular(easel, shape('-0.03 0.6, 0.03 0.6, 0.045 0.08, -0.045 0.08'), BRASS, 0.46),
    angular(easel, shape('-0.2 1, 0.2 1, 0.4 0.54, -0.4 0.54'), [248, 228, 178], 0.62, 1.1),
    shadow(easel, shape('0.06 0.99, 0.2 0.99, 0.4 0.55, 0.16 0.55'), 0.12),
    stroke(
      easel,
      [
        [0.12, 0.54],
        [0.12, 0.42],
      ],
      1,
    ),
  ].join('')
}

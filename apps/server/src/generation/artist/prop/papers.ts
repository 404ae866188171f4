import { shape } from '../figure/shape.ts'
import type { Rgb } from '../hand/colour.ts'
import { angular, type Easel, round, shadow, stroke, wash } from '../figure/easel.ts'

const PAPER: Rgb = [240, 235, 224]
const DARK: Rgb = [58, 55, 53]
const GREY: Rgb = [142, 138, 132]

const lines = (easel: Easel, rows: number, left: number, right: number, top: number, step: number) =>
  Array.from({ length: rows }, (_, row) => {
    const end = right - ((row * 37) % 5) * 0.03 - (row === rows - 1 ? (right - left) * 0.4 : 0)
    return stroke(
      easel,
      [
        [left, top - row * step],
        [(left + end) / 2, top - row * step + 0.006],
        [end, top - row * step],
      ],
      0.7,
      0.65,
    )
  }).join('')

export function letter(easel: Easel): string {
  return [
    angular(easel, shape('-0.52 0.2, 0.06 0.36, 0.2 -0.1, -0.4 -0.28'), [214, 204, 186]),
    stroke(easel, shape('-0.52 0.2, -0.14 0.02, 0.06 0.36'), 0.8),
    angular(easel, shape('-0.26 0.5, 0.34 0.44, 0.4 -0.44, -0.2 -0.5'), PAPER, 0.6),
    wash(easel, shape('-0.25 0.04, 0.37 -0.02, 0.38 -0.06, -0.24 0'), GREY, 0.6, 0.5),
    lines(easel, 7, -0.16, 0.3, 0.34, 0.1),
    stroke(easel, shape('0.05 -0.38, 0.12 -0.34, 0.16 -0.41, 0.24 -0.35, 0.3 -0.39'), 1.1),
  ].join('')
}

export function photograph(easel: Easel): string {
  return [
    angular(easel, shape('-0.5 0.4, 0.5 0.4, 0.5 -0.42, -0.5 -0.42'), PAPER, 0.64),
    angular(easel, shape('-0.43 0.33, 0.43 0.33, 0.43 -0.28, -0.43 -0.28'), [168, 162, 152]),
    wash(
      easel,
      shape('-0.43 -0.02, -0.2 0.1, 0.05 -0.02, 0.43 0.06, 0.43 -0.28, 0.43 -0.28, -0.43 -0.28, -0.43 -0.28'),
      GREY,
      0.4,
    ),
    round(easel, shape('-0.2 0.16, -0.12 0.24, -0.04 0.16, -0.08 0.05, -0.16 0.05'), [214, 192, 170], 0.5, 0.6),
    round(easel, shape('-0.28 -0.28, -0.26 -0.04, -0.12 0.05, 0.02 -0.04, 0.04 -0.28'), DARK, 0.5, 0.6),
    round(easel, shape('0.1 0.1, 0.17 0.17, 0.24 0.1, 0.21 0, 0.13 0'), [214, 192, 170], 0.5, 0.6),
    round(easel, shape('0.02 -0.28, 0.05 -0.08, 0.17 0, 0.29 -0.08, 0.32 -0.28'), [190, 182, 172], 0.5, 0.6),
  ].join('')
}

export function book(easel: Easel): string {
  return [
    angular(easel, shape('-0.62 0.36, 0.62 0.36, 0.62 -0.4, -0.62 -0.4'), [112, 62, 52], 0.45),
    round(
      easel,
      shape(
        '-0.57 0.33, -0.57 0.33, -0.3 0.39, -0.02 0.32, -0.02 0.32, -0.02 -0.36, -0.02 -0.36, -0.3 -0.29, -0.57 -0.35, -0.57 -0.35',
      ),
      PAPER,
      0.58,
      0.8,
    ),
    round(
      easel,
      shape('0.57 0.33, 0.57 0.33, 0.3 0.39, 0.02 0.32, 0.02 0.32, 0.02 -0.36, 0.02 -0.36, 0.3 -0.29, 0.57 -0.35, 0.57 -0.35'),
      PAPER,
      0.62,
      0.8,
    ),
    shadow(easel, shape('-0.1 0.34, 0 0.3, 0.08 0.33, 0.06 -0.33, 0 -0.36, -0.1 -0.32'), 0.16),
    lines(easel, 6, -0.5, -0.12, 0.24, 0.09),
    lines(easel, 6, 0.12, 0.5, 0.24, 0.09),
  ].join('')
}

export function map(easel: Easel): string {
  const folds = [-0.33, 0, 0.33]
    .map(x =>
      stroke(
        easel,
        [
          [x, 0.42],
          [x + 0.01, -0.4],
        ],
        0.7,
        0.6,
      ),
    )
    .join('')
  return [
    angular(
      easel,
      shape('-0.66 0.4, -0.33 0.45, 0 0.4, 0.33 0.45, 0.66 0.4, 0.66 -0.4, 0.33 -0.36, 0 -0.42, -0.33 -0.36, -0.66 -0.42'),
      PAPER,
      0.52,
    ),
    wash(easel, shape('-0.66 -0.1, -0.4 0.06, -0.2 -0.1, -0.14 -0.38, -0.6 -0.4'), [150, 166, 168], 0.6, 0.8),
    wash(easel, shape('0.2 0.4, 0.3 0.2, 0.5 0.16, 0.64 0.24, 0.62 0.4'), [158, 166, 138], 0.55, 0.7),
    stroke(easel, shape('-0.6 0.28, -0.3 0.12, -0.06 0.2, 0.2 -0.06, 0.6 -0.12'), 1.5),
    stroke(easel, shape('0.0 -0.36, 0.06 -0.06, 0.2 -0.06, 0.24 0.3'), 0.9, 0.7),
    folds,
    stroke(
      easel,
      [
        [0.14, 0.0],
        [0.26, -0.12],
      ],
      2.4,
    ),
    stroke(
      easel,
      [
        [0.26, 0.0],
        [0.14, -0.12],
      ],
      2.4,
    ),
  ].join('')
}

export function ticket(easel: Easel): string {
  return [
    angular(
      easel,
      shape('-0.56 0.25, 0.56 0.25, 0.56 0.06, 0.52 0, 0.56 -0.06, 0.56 -0.25, -0.56 -0.25, -0.56 -0.06, -0.52 0, -0.56 0.06'),
      [222, 196, 140],
      0.58,
    ),
    stroke(
      easel,
      [
        [0.28, 0.24],
        [0.28, -0.24],
      ],
      1,
      0.7,
    ),
    stroke(
      easel,
      [
        [-0.44, 0.15],
        [0.2, 0.15],
      ],
      2.4,
    ),
    lines(easel, 3, -0.44, 0.18, 0.02, 0.09),
    stroke(
      easel,
      [
        [0.36, 0.14],
        [0.36, -0.14],
      ],
      2,
    ),
    stroke(
      easel,
      [
        [0.41, 0.14],
        [0.41, -0.14],
      ],
      1,
    ),
    stroke(
      easel,
      [
        [0.46, 0.14],
        [0.46, -0.14],
      ],
      2.6,
    ),
  ].join('')
}

export function money(easel: Easel): string {
  const note = (dx: number, dy: number, tilt: number) =>
    angular(
      easel,
      [
        [-0.5 + dx, 0.2 + dy + tilt],
        [0.5 + dx, 0.2 + dy - tilt],
        [0.5 + dx, -0.26 + dy - tilt],
        [-0.5 + dx, -0.26 + dy + tilt],
      ],
      [176, 186, 160],
      0.52,
    )
  return [
    note(-0.1, 0.16, 0.08),
    note(0.08, 0.05, -0.06),
    note(0, -0.1, 0.02),
    round(easel, shape('-0.12 -0.12, 0 0.02, 0.12 -0.12, 0 -0.28'), [150, 162, 136], 0.5, 0.8),
    stroke(
      easel,
      [
        [-0.4, 0.04],
        [-0.28, 0.04],
      ],
      1.4,
    ),
    stroke(
      easel,
      [
        [0.28, -0.28],
        [0.4, -0.28],
      ],
      1.4,
    ),
  ].join('')
}

export function sign(easel: Easel): string {
  return [
    angular(easel, shape('-0.03 0.6, 0.03 0.6, 0.03 0, -0.03 0'), DARK, 0.5),
    angular(easel, shape('-0.5 1.02, 0.5 1, 0.5 0.56, -0.5 0.58'), [206, 198, 184], 0.58),
    stroke(
      easel,
      [
        [-0.38, 0.88],
        [0.38, 0.87],
      ],
      3,
    ),
    stroke(
      easel,
      [
        [-0.38, 0.72],
        [0.18, 0.71],
      ],
      2,
    ),
  ].join('')
}

export function playingCard(easel: Easel): string {
  const card = (dx: number, tilt: number) =>
    angular(
      easel,
      [
        [-0.3 + dx - tilt, 0.44 + tilt],
        [0.3 + dx - tilt, 0.44 - tilt],
        [0.3 + dx + tilt, -0.44 - tilt],
        [-0.3 + dx + tilt, -0.44 + tilt],
      ],
      PAPER,
      0.6,
    )
  return [
    card(-0.22, -0.06),
    card(0.1, 0.03),
    round(easel, shape('0.12 0.02, 0.24 0.14, 0.3 0.02, 0.12 -0.2, -0.06 0.02, 0 0.14'), [176, 60, 54], 0.5, 0.6),
    round(easel, shape('-0.14 0.34, -0.1 0.38, -0.08 0.33, -0.13 0.26, -0.19 0.33, -0.17 0.38'), [176, 60, 54], 0.5, 0.4),
  ].join('')
}

/** A blank card on a foot, for words to stand on. */
export function objectCard(easel: Easel): string {
  return [
    angular(easel, shape('-0.6 0.02, 0.6 0.02, 0.68 -0.05, -0.68 -0.05'), DARK, 0.5),
    angular(easel, shape('-0.62 0.84, 0.62 0.84, 0.62 0, -0.62 0'), PAPER, 0.64, 1.2),
    stroke(easel, shape('-0.5 0.75, 0 0.752, 0.5 0.75'), 0.8, 0.5),
    stroke(easel, shape('-0.5 0.1, 0 0.098, 0.5 0.1'), 0.8, 0.5),
  ].join('')
}

import { type Spot, shape } from './shape.ts'
import type { Rgb } from '../hand/colour.ts'
import { angular, type Easel, paint, points, shadow, stroke, wash } from './easel.ts'
import { brush, ellipse, outline } from '../hand/line.ts'
import { fill } from '../hand/mark.ts'
import type { Expression } from './expression.ts'
import type { Look } from './look.ts'

export type HeadView = 'front' | 'quarter' | 'profile' | 'back'

type Eye = { readonly x: number; readonly half: number /** +1 when the nose is to its right. */; readonly inner: -1 | 1 }

const EYES: Readonly<Record<Exclude<HeadView, 'back'>, readonly Eye[]>> = {
  front: [
    { x: -0.155, half: 0.078, inner: 1 },
    { x: 0.155, half: 0.078, inner: -1 },
  ],
  quarter: [
    { x: 0.005, half: 0.076, inner: 1 },
    { x: 0.222, half: 0.052, inner: -1 },
  ],
  profile: [{ x: 0.225, half: 0.05, inner: 1 }],
}
const MOUTH: Readonly<Record<Exclude<HeadView, 'back'>, { readonly x: number; readonly half: number }>> = {
  front: { x: 0, half: 0.125 },
  quarter: { x: 0.135, half: 0.1 },
  profile: { x: 0.27, half: 0.06 },
}
const INK: Rgb = [38, 33, 31]
const LIP: Rgb = [128, 74, 66]

/** Brows, eyes, nose and mouth; far heads get two dots or nothing, close ones everything. */
export function drawFace(
  easel: Easel,
  view: Exclude<HeadView, 'back'>,
  expression: Expression,
  look: Look,
  detail: number,
): string {
  if (detail < 16) return ''
  const parts = [
    ...EYES[view].map(eye => drawEye(easel, eye, expression, look, detail)),
    nose(easel, view, detail),
    mouth(easel, view, expression, look, detail),
  ]
  if (look.eyewear !== 'none') parts.push(glasses(easel, view, look))
  if (look.age === 'old' && detail > 70) parts.push(wrinkles(easel, view))
  return parts.join('')
}

const taper = (easel: Easel, spots: readonly Spot[], width: number, colour: Rgb, value = 0.4) =>
  fill(brush(points(easel, spots), width), paint(easel, colour, value))

function drawEye(easel: Easel, { x, half, inner }: Eye, expression: Expression, look: Look, detail: number): string {
  const y = 0.035
  const { brow, lift } = expression
  const [outerX, innerX] = [x - inner * half * 1.25, x + inner * half * 1.15]
  const base = 0.145 + lift * 0.035
  const browLine: Spot[] = [
    [outerX, base - 0.015 - brow * 0.03],
    [x, base + 0.025 + (brow < 0 ? -0.01 : 0.01)],
    [innerX, base + brow * 0.055],
  ]
  const weight = detail * (look.age === 'child' ? 0.018 : 0.034)
  const browMark = taper(easel, browLine, Math.max(weight, 1.2), look.age === 'old' ? [120, 116, 112] : INK)
  if (detail < 46) {
    const [px, py] = easel.plot(x, y)
    return browMark + fill(outline(ellipse([px, py], detail * 0.024, detail * 0.03, 6)), paint(easel, INK, 0.3))
  }
  const open = 0.048 * Math.min(expression.eye, 1.5)
  const corner: Spot = [x - inner * half, y - 0.006]
  const tear: Spot = [x + inner * half, y - 0.012]
  const upper: Spot[] = [corner, [x - inner * half * 0.35, y + open], [x + inner * half * 0.35, y + open * 0.95], tear]
  const shape: Spot[] = [...upper, [x, y - open * 0.55 - 0.012]]
  const iris = half * 0.56
  const gaze = x + (inner > 0 ? 0.012 : -0.004)
  const disc = ellipse([gaze, y + open * 0.18], iris, Math.min(iris * 1.08, open * 0.95), 8)
  const lid: Spot[] = [
    [x - inner * half * 1.1, y + open * 0.7 + 0.028],
    [x, y + open + 0.036],
    [x + inner * half, y + open * 0.5 + 0.02],
  ]
  const marks = [
    shadow(
      easel,
      [
        [x - half * 1.2, y + 0.1],
        [x + half * 1.2, y + 0.1],
        [x + half, y - 0.03],
        [x - half, y - 0.02],
      ],
      0.1,
    ),
  ]
  if (open > 0.024) {
    marks.push(wash(easel, shape, [244, 241, 236], 0.5))
    marks.push(wash(easel, disc, [66, 54, 46], 0.42))
    if (detail > 120) {
      marks.push(wash(easel, ellipse([gaze, y + open * 0.18], iris * 0.5, iris * 0.5, 8), [20, 18, 17], 0.5))
      marks.push(
        wash(
          easel,
          ellipse([gaze + easel.light.side * easel.facing * iris * 0.4, y + open * 0.5], iris * 0.24, iris * 0.24, 6),
          [255, 255, 255],
          0.9,
        ),
      )
      marks.push(stroke(easel, lid, 0.5, 0.6))
    }
  }
  marks.push(taper(easel, upper, Math.max(detail * 0.02, 1.3), INK, 0.3), browMark)
  if (look.hair === 'long' || look.hair === 'bob' || look.hair === 'bun' || look.hair === 'ponytail')
    marks.push(
      taper(
        easel,
        [[x - inner * half * 0.7, y + open * 0.7], corner, [x - inner * half * 1.35, y + 0.012]],
        Math.max(detail * 0.016, 1),
        INK,
        0.3,
      ),
    )
  return marks.join('')
}

function nose(easel: Easel, view: Exclude<HeadView, 'back'>, detail: number): string {
  if (detail < 34) return ''
  switch (view) {
    case 'front': {
      const side = -easel.light.side * easel.facing
      return (
        shadow(
          easel,
          [
            [side * 0.02, 0.06],
            [side * 0.075, -0.13],
            [side * 0.03, -0.16],
            [0, -0.12],
          ],
          0.16,
        ) + stroke(easel, shape('-0.06 -0.125, -0.03 -0.155, 0 -0.14, 0.03 -0.155, 0.06 -0.125'), 0.75)
      )
    }
    case 'quarter':
      return (
        shadow(easel, shape('0.12 0.05, 0.2 -0.12, 0.12 -0.16, 0.09 -0.11'), 0.14) +
        stroke(easel, shape('0.16 0.07, 0.185 -0.02, 0.225 -0.11, 0.18 -0.15, 0.13 -0.14'), 0.85) +
        (detail > 90 ? stroke(easel, shape('0.105 -0.1, 0.085 -0.13, 0.11 -0.15'), 0.6) : '')
      )
  }
  return stroke(easel, shape('0.3 -0.1, 0.275 -0.13, 0.3 -0.15'), 0.7)
}

function mouth(easel: Easel, view: Exclude<HeadView, 'back'>, { smile, open }: Expression, look: Look, detail: number): string {
  if (detail < 24) return ''
  const { x, half } = MOUTH[view]
  const y = -0.275
  const wide = half * (1 + Math.max(smile, 0) * 0.25 - open * 0.15)
  const corner = smile * 0.032
  const line: Spot[] = [
    [x - wide, y + corner],
    [x - wide * 0.4, y - corner * 0.35 - 0.004],
    [x, y - corner * 0.5 + 0.006],
    [x + wide * 0.4, y - corner * 0.35 - 0.004],
    [x + wide, y + corner],
  ]
  const marks: string[] = []
  if (open > 0.12) {
    const gape = open * 0.1
    marks.push(
      wash(
        easel,
        [
          [x - wide, y + corner],
          [x, y + 0.012 - corner * 0.2],
          [x + wide, y + corner],
          [x + wide * 0.6, y - gape * 0.8],
          [x, y - gape],
          [x - wide * 0.6, y - gape * 0.8],
        ],
        [62, 34, 32],
        0.5,
      ),
    )
    if (detail > 60)
      marks.push(
        wash(
          easel,
          [
            [x - wide * 0.6, y + corner * 0.5],
            [x, y + 0.004],
            [x + wide * 0.6, y + corner * 0.5],
            [x + wide * 0.5, y - gape * 0.26],
            [x - wide * 0.5, y - gape * 0.26],
          ],
          [240, 236, 230],
          0.5,
        ),
      )
  }
  if (detail > 60) {
    const below = y - open * 0.1
    if (look.beard === 'none')
      marks.push(
        wash(
          easel,
          [
            [x - wide * 0.75, below - 0.004],
            [x, below - 0.002],
            [x + wide * 0.75, below - 0.004],
            [x, below - 0.052],
          ],
          LIP,
          0.5,
          0.42,
        ),
      )
    marks.push(
      wash(
        easel,
        [
          [x - wide * 0.8, y + corner],
          [x - wide * 0.2, y + 0.034],
          [x, y + 0.024],
          [x + wide * 0.2, y + 0.034],
          [x + wide * 0.8, y + corner],
          [x, y],
        ],
        LIP,
        0.42,
        0.42,
      ),
    )
    marks.push(
      shadow(
        easel,
        [
          [x - wide * 0.5, below - 0.07],
          [x + wide * 0.5, below - 0.07],
          [x, below - 0.1],
        ],
        0.12,
      ),
    )
  }
  marks.push(taper(easel, line, Math.max(detail * 0.014, 1.1), INK, 0.34))
  if (smile > 0.5 && detail > 60)
    marks.push(
      stroke(
        easel,
        [
          [x - wide * 1.2, y + 0.1],
          [x - wide * 1.36, y + 0.02],
          [x - wide * 1.2, y - 0.03],
        ],
        0.5,
        0.5,
      ),
    )
  return marks.join('')
}

function glasses(easel: Easel, view: Exclude<HeadView, 'back'>, look: Look): string {
  const dark = look.eyewear === 'dark'
  const rims = EYES[view].map(({ x, half }) => {
    const [wide, tall] = [half * 1.35, 0.088]
    const lens: Spot[] = [
      [x - wide, 0.035 + tall],
      [x + wide, 0.035 + tall],
      [x + wide * 0.85, 0.035 - tall],
      [x - wide * 0.85, 0.035 - tall],
    ]
    return dark
      ? angular(easel, lens, [30, 29, 28], 0.5)
      : wash(easel, lens, [255, 255, 255], 0.6, 0.22) + stroke(easel, [...lens, ...lens.slice(0, 1)], 1.1)
  })
  const reach: Readonly<Record<Exclude<HeadView, 'back'>, readonly Spot[]>> = {
    front: shape('-0.06 0.06, 0 0.075, 0.06 0.06'),
    quarter: [
      [-0.24, 0.05],
      [-0.09, 0.06],
    ],
    profile: [
      [-0.1, 0.06],
      [0.16, 0.06],
    ],
  }
  return (
    rims.join('') +
    stroke(easel, reach[view], 1) +
    (view === 'quarter'
      ? stroke(
          easel,
          [
            [0.1, 0.06],
            [0.15, 0.07],
          ],
          1,
        )
      : '')
  )
}

function wrinkles(easel: Easel, view: Exclude<HeadView, 'back'>): string {
  const x = MOUTH[view].x
  const near = view === 'front' ? -0.15 : view === 'quarter' ? 0 : 0.2
  return [
    stroke(
      easel,
      [
        [x - 0.1, -0.12],
        [x - 0.16, -0.2],
        [x - 0.16, -0.28],
      ],
      0.55,
      0.6,
    ),
    stroke(
      easel,
      [
        [near - 0.07, -0.05],
        [near, -0.075],
        [near + 0.07, -0.05],
      ],
      0.5,
      0.55,
    ),
    stroke(
      easel,
      [
        [near - 0.06, 0.26],
        [near + 0.06, 0.275],
        [near + 0.16, 0.26],
      ],
      0.5,
      0.45,
    ),
  ].join('')
}

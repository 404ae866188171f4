import { ellipse } from '../hand/line.ts'
import { type Easel, round, stroke, wash } from './easel.ts'
import type { HeadView } from './face.ts'
import type { Look } from './look.ts'
import { type Spot, shape } from './shape.ts'

/** Hair that falls behind face and shoulders; it goes down before the body does. */
export function drawHairBehind(easel: Easel, { hair, hairColour }: Look, view: HeadView): string {
  const back = view === 'quarter' ? -0.08 : view === 'profile' ? -0.16 : 0
  switch (hair) {
    case 'long':
      return round(
        easel,
        [
          [back, 0.52],
          [back + 0.36, 0.36],
          [back + 0.4, -0.1],
          [back + 0.42, -0.62],
          [back + 0.3, -0.92],
          [back, -0.86],
          [back - 0.32, -0.95],
          [back - 0.46, -0.6],
          [back - 0.42, -0.05],
          [back - 0.38, 0.36],
        ],
        hairColour,
        0.38,
      )
    case 'bob':
      return round(
        easel,
        [
          [back, 0.53],
          [back + 0.36, 0.36],
          [back + 0.4, 0],
          [back + 0.37, -0.42],
          [back + 0.2, -0.46],
          [back - 0.24, -0.46],
          [back - 0.44, -0.4],
          [back - 0.44, 0],
          [back - 0.4, 0.34],
        ],
        hairColour,
        0.38,
      )
    case 'ponytail':
      return view === 'front'
        ? ''
        : round(
            easel,
            [
              [back - 0.34, 0.28],
              [back - 0.56, 0.22],
              [back - 0.62, -0.2],
              [back - 0.54, -0.62],
              [back - 0.46, -0.3],
              [back - 0.38, 0.02],
            ],
            hairColour,
            0.38,
          )
    case 'bun':
      return round(
        easel,
        view === 'front'
          ? shape('-0.15 0.5, -0.14 0.68, 0.02 0.74, 0.16 0.66, 0.15 0.48')
          : [
              [back - 0.22, 0.34],
              [back - 0.28, 0.52],
              [back - 0.44, 0.52],
              [back - 0.5, 0.32],
              [back - 0.36, 0.22],
            ],
        hairColour,
        0.4,
      )
    default:
      return ''
  }
}
const HAIRLINE: Readonly<Record<HeadView, readonly Spot[]>> = {
  front: shape('0.36 -0.04, 0.31 -0.04, 0.29 0.16, 0.2 0.3, 0.02 0.33, -0.16 0.32, -0.28 0.18, -0.31 -0.04, -0.36 -0.04'),
  quarter: shape(
    '0.29 0.27, 0.22 0.34, 0.08 0.34, 0 0.25, -0.04 0.12, -0.12 0.08, -0.14 -0.1, -0.19 -0.1, -0.21 0.02, -0.31 -0.12',
  ),
  profile: shape(
    '0.3 0.28, 0.22 0.35, 0.1 0.3, 0.06 0.14, -0.01 0.1, -0.03 -0.08, -0.09 -0.1, -0.11 0.06, -0.2 0.04, -0.25 -0.18, -0.32 -0.16',
  ),
  back: shape('0.35 0, 0.3 -0.2, 0.16 -0.38, 0 -0.4, -0.16 -0.38, -0.3 -0.2, -0.35 0'),
}

const CROWN: Readonly<Record<HeadView, readonly Spot[]>> = {
  front: shape('-0.38 0.1, -0.37 0.3, -0.24 0.49, 0 0.56, 0.24 0.49, 0.37 0.3, 0.38 0.1'),
  quarter: shape('-0.38 -0.06, -0.45 0.12, -0.42 0.36, -0.24 0.52, 0 0.56, 0.22 0.49, 0.33 0.3'),
  profile: shape('-0.4 -0.06, -0.49 0.12, -0.44 0.38, -0.24 0.53, 0 0.56, 0.22 0.48, 0.33 0.32'),
  back: shape('-0.38 0.02, -0.38 0.28, -0.25 0.48, 0 0.55, 0.25 0.48, 0.38 0.28, 0.38 0.02'),
}
/** Hair on top, down to the hairline, with a light band on the side of the light. */
export function drawHair(easel: Easel, { hair, hairColour, hat }: Look, view: HeadView): string {
  if (hat === 'hood' || hat === 'helmet') return ''
  if (hair === 'bald')
    return hat === 'none' ? wash(easel, shape('-0.05 0.44, 0.08 0.42, 0.1 0.36, -0.04 0.38'), [255, 255, 255], 0.7, 0.5) : ''
  const crown = CROWN[view].flatMap(([x, y], index): Spot[] => {
    // Short hair breaks its outline into locks, a parting lifts the front.
    const lock = hair === 'crop' ? (index % 2 === 0 ? 0.985 : 1.02) : 1
    const quiff = hair === 'parted' && x > 0.1 ? 1.09 : 1
    return [[x * lock, y * lock * quiff]]
  })
  const curls =
    hair === 'curls'
      ? [...CROWN[view], ...CROWN[view].map(([x, y]): Spot => [x * 0.7, y * 0.8 + 0.08])].map(([x, y], index) =>
          round(
            easel,
            ellipse([x * 1.06, y * 1.04], 0.15 + (index % 3) * 0.02, 0.14 + (index % 2) * 0.02, 8),
            hairColour,
            0.4 + (index % 3) * 0.04,
            0.6,
          ),
        )
      : []
  const light = easel.light.side * easel.facing
  const reach = view === 'front' || view === 'back' ? light : light * 0.72
  const shine: readonly Spot[] = [
    [reach * 0.06, 0.47],
    [reach * 0.2, 0.42],
    [reach * 0.29, 0.28],
    [reach * 0.22, 0.32],
    [reach * 0.1, 0.4],
  ]
  const fringe =
    hair === 'bob' && view !== 'back' ? HAIRLINE[view].map(([x, y]): Spot => [x, y > 0.1 ? y - 0.07 : y]) : HAIRLINE[view]
  const part = hair === 'parted' && view !== 'back' ? stroke(easel, shape('0.14 0.5, 0.06 0.38, 0.12 0.29'), 0.7) : ''
  return (
    round(easel, [...crown, ...fringe], hairColour, 0.44, 0.9) +
    wash(easel, shine, hairColour, 0.6, 0.5) +
    strands(easel, view, hair) +
    part +
    curls.join('') +
    locks(easel, view, hair, hairColour)
  )
}

/** Long hair falls over ear and jaw. */
function locks(easel: Easel, view: HeadView, hair: Look['hair'], colour: Look['hairColour']): string {
  if (hair !== 'long' && hair !== 'bob') return ''
  if (view === 'profile')
    return wash(
      easel,
      shape('0 0.22, 0.03 0, -0.03 -0.3, -0.12 -0.46, -0.4 -0.46, -0.46 -0.1, -0.44 0.12, -0.2 0.3'),
      colour,
      0.42,
    )
  if (view === 'quarter')
    return wash(
      easel,
      shape('-0.08 0.2, -0.11 -0.05, -0.17 -0.32, -0.24 -0.46, -0.44 -0.46, -0.46 -0.1, -0.42 0.12, -0.24 0.26'),
      colour,
      0.42,
    )
  return ''
}

/** A few lines the way the hair is combed. */
function strands(easel: Easel, view: HeadView, hair: Look['hair']): string {
  if (easel.pen < 0.9 || hair === 'curls') return ''
  const flows: readonly (readonly Spot[])[] =
    view === 'front'
      ? [
          shape('-0.1 0.5, -0.24 0.4, -0.31 0.2'),
          shape('0.08 0.5, 0.22 0.41, 0.31 0.22'),
          shape('-0.02 0.5, -0.12 0.42, -0.2 0.31'),
          shape('0.04 0.51, 0.12 0.44, 0.17 0.34'),
        ]
      : view === 'back'
        ? [
            shape('0 0.5, -0.16 0.3, -0.22 -0.2'),
            shape('0.05 0.5, 0.2 0.3, 0.24 -0.16'),
            shape('0.02 0.5, 0.03 0.1, 0 -0.34'),
            shape('-0.05 0.48, -0.28 0.26, -0.33 0'),
          ]
        : [
            shape('0.2 0.44, -0.02 0.46, -0.26 0.3, -0.34 0.06'),
            shape('0.22 0.38, 0.02 0.38, -0.18 0.22, -0.26 0.04'),
            shape('0.16 0.34, 0.02 0.31, -0.1 0.2, -0.19 0.06'),
            shape('-0.1 0.5, -0.32 0.38, -0.41 0.16'),
          ]
  return flows.map((flow, index) => stroke(easel, flow, 0.55 + (index % 2) * 0.25, 0.4)).join('')
}
/** Moustache or full beard, over the mouth's corners and the jaw. */
export function drawBeard(easel: Easel, { beard, hairColour }: Look, view: HeadView): string {
  if (beard === 'none' || view === 'back') return ''
  const x = view === 'front' ? 0 : view === 'quarter' ? 0.13 : 0.29
  const half = view === 'profile' ? 0.07 : 0.12
  const moustache = wash(
    easel,
    [
      [x - half, -0.24],
      [x, -0.175],
      [x + half * (view === 'profile' ? 0.8 : 1), -0.23],
      [x, -0.215],
    ],
    hairColour,
    0.42,
  )
  if (beard === 'moustache') return moustache
  const full: Readonly<Record<'front' | 'quarter' | 'profile', readonly Spot[]>> = {
    front: shape(
      '-0.34 -0.02, -0.24 -0.2, -0.13 -0.22, -0.1 -0.34, 0.1 -0.34, 0.13 -0.22, 0.24 -0.2, 0.34 -0.02, 0.3 -0.32, 0.14 -0.55, -0.14 -0.55, -0.3 -0.32',
    ),
    quarter: shape(
      '-0.2 0, -0.12 -0.18, 0.02 -0.22, 0.05 -0.34, 0.19 -0.34, 0.22 -0.22, 0.29 -0.16, 0.25 -0.42, 0.12 -0.58, -0.08 -0.5, -0.22 -0.28',
    ),
    profile: shape('-0.08 0, 0.02 -0.18, 0.2 -0.22, 0.24 -0.33, 0.33 -0.36, 0.32 -0.5, 0.18 -0.58, 0 -0.44, -0.12 -0.22'),
  }
  return wash(easel, full[view], hairColour, 0.42) + moustache
}

import { type Easel, round, shadow } from './easel.ts'
import type { Expression } from './expression.ts'
import { drawFace, type HeadView } from './face.ts'
import { drawBeard, drawHair } from './hair.ts'
import { drawHat } from './hat.ts'
import type { Look } from './look.ts'
import { type Spot, shape } from './shape.ts'

/** Contours of the head; 1 is its height, the origin its middle, looking to the right. */
const SKULL: Readonly<Record<HeadView, readonly Spot[]>> = {
  front: shape(
    '0 0.5, 0.24 0.43, 0.35 0.2, 0.345 -0.04, 0.28 -0.28, 0.12 -0.48, 0 -0.505, -0.12 -0.48, -0.28 -0.28, -0.345 -0.04, -0.35 0.2, -0.24 0.43',
  ),
  quarter: shape(
    '-0.02 0.5, 0.2 0.43, 0.31 0.22, 0.29 0.1, 0.32 -0.03, 0.275 -0.24, 0.2 -0.45, 0.1 -0.51, -0.06 -0.44, -0.2 -0.26, -0.27 -0.02, -0.4 0.12, -0.37 0.34, -0.22 0.46',
  ),
  profile: shape(
    '0 0.5, 0.2 0.43, 0.315 0.24, 0.285 0.1, 0.36 -0.03, 0.425 -0.11, 0.33 -0.155, 0.35 -0.22, 0.31 -0.27, 0.335 -0.32, 0.285 -0.37, 0.3 -0.45, 0.2 -0.51, 0.02 -0.4, -0.14 -0.24, -0.3 -0.12, -0.45 0.1, -0.4 0.35, -0.22 0.47',
  ),
  back: shape('0 0.5, 0.24 0.43, 0.36 0.2, 0.34 -0.05, 0.24 -0.3, 0 -0.42, -0.24 -0.3, -0.34 -0.05, -0.36 0.2, -0.24 0.43'),
}

const EAR: Readonly<Record<HeadView, readonly number[]>> = {
  front: [-0.36, 0.36],
  quarter: [-0.24],
  profile: [-0.1],
  back: [-0.35, 0.35],
}

/** Metres of the head in figures 1.75 m tall. */
export const HEAD = 0.245

/** Draws a whole head on an easel whose unit is the head's height. `detail` is its height in pixels. */
export function drawHead(easel: Easel, look: Look, view: HeadView, expression: Expression, detail: number): string {
  const { skin } = look
  const ears = EAR[view].map(x =>
    round(
      easel,
      [
        [x - 0.05, 0.1],
        [x + 0.05, 0.1],
        [x + 0.045, -0.08],
        [x - 0.02, -0.14],
        [x - 0.06, -0.02],
      ],
      skin,
      0.45,
      0.7,
    ),
  )
  const light = easel.light.side * easel.facing
  const isSide = view === 'profile' || view === 'quarter'
  const marks = [
    view === 'front' || view === 'back' ? ears.join('') : '',
    round(easel, SKULL[view], skin, 0.54, 1.1),
    view === 'back' ? '' : shadow(easel, light > 0 ? shadeBehind(view) : shadeBefore(view), easel.light.isDark ? 0.34 : 0.2),
    view === 'back' ? '' : drawFace(easel, view, expression, look, detail),
    drawBeard(easel, look, view),
    drawHair(easel, look, view),
    isSide && showsEars(look) ? ears.join('') : '',
    drawHat(easel, look, view),
  ]
  return marks.join('')
}

const showsEars = ({ hair, hat }: Look) =>
  hair !== 'long' && hair !== 'bob' && hair !== 'curls' && hat !== 'hood' && hat !== 'helmet'

const shadeBehind = (view: HeadView): readonly Spot[] =>
  view === 'front'
    ? shape('-0.35 0.3, -0.24 0.12, -0.2 -0.1, -0.13 -0.3, -0.05 -0.49, -0.14 -0.47, -0.28 -0.28, -0.345 -0.04')
    : shape('-0.3 0.36, -0.16 0.1, -0.06 -0.12, -0.02 -0.3, 0.04 -0.49, -0.06 -0.44, -0.2 -0.26, -0.28 -0.04, -0.38 0.14')

const shadeBefore = (view: HeadView): readonly Spot[] =>
  view === 'profile'
    ? shape('0.27 0.22, 0.19 0.1, 0.25 -0.02, 0.21 -0.2, 0.14 -0.48, 0.2 -0.5, 0.27 -0.45, 0.26 -0.3, 0.29 -0.16, 0.26 0.08')
    : view === 'front'
      ? shadeBehind('front').map(([x, y]): Spot => [-x, y])
      : shape('0.28 0.28, 0.2 0.12, 0.24 -0.04, 0.16 -0.22, 0.12 -0.5, 0.2 -0.46, 0.272 -0.26, 0.31 -0.04, 0.28 0.1')

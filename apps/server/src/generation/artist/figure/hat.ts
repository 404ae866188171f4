import { type Rgb, mix } from '../hand/colour.ts'
import { angular, type Easel, round, stroke } from './easel.ts'
import type { HeadView } from './face.ts'
import type { Look } from './look.ts'
import { type Spot, shape } from './shape.ts'

const FELT: Rgb = [70, 67, 64]

/** The hat, whose felt takes something of the character's own colour. */
export function drawHat(easel: Easel, look: Look, view: HeadView): string {
  const colour = mix(look.colour, FELT, 0.55)
  const sideways = view === 'quarter' ? 0.06 : view === 'profile' ? 0.1 : 0
  switch (look.hat) {
    case 'none':
      return ''
    case 'fedora':
    case 'cowboy': {
      const reach = look.hat === 'cowboy' ? 0.78 : 0.62
      const curl = look.hat === 'cowboy' ? 0.12 : 0.02
      return [
        angular(easel, shape('-0.36 0.26, -0.3 0.62, -0.1 0.72, 0.02 0.67, 0.16 0.72, 0.3 0.6, 0.36 0.26'), colour, 0.5),
        angular(easel, shape('-0.365 0.26, -0.35 0.36, 0.35 0.36, 0.365 0.26'), FELT, 0.3, 0.6),
        round(
          easel,
          [
            [-reach + sideways, 0.24 + curl],
            [-0.3, 0.29],
            [0.3, 0.29],
            [reach + sideways, 0.24 + curl],
            [0.36, 0.17],
            [0, 0.14],
            [-0.36, 0.17],
          ],
          colour,
          0.42,
        ),
      ].join('')
    }
    case 'cap': {
      const peak: readonly Spot[] =
        view === 'back'
          ? []
          : view === 'front'
            ? shape('-0.3 0.24, 0 0.2, 0.3 0.24, 0.26 0.1, 0 0.06, -0.26 0.1')
            : shape('0.05 0.26, 0.34 0.28, 0.6 0.2, 0.58 0.15, 0.3 0.18, 0.08 0.18')
      return (
        round(easel, shape('-0.4 0.18, -0.36 0.42, -0.14 0.58, 0.14 0.58, 0.33 0.42, 0.36 0.22, 0 0.22'), look.colour, 0.46) +
        (peak.length > 0 ? round(easel, peak, look.colour, 0.3) : '')
      )
    }
    case 'beanie':
      return (
        round(easel, shape('-0.4 0.16, -0.36 0.46, -0.12 0.63, 0.12 0.63, 0.34 0.46, 0.37 0.2, 0 0.2'), look.colour, 0.46) +
        round(easel, shape('-0.42 0.12, -0.42 0.27, 0 0.31, 0.38 0.28, 0.38 0.15, 0 0.19'), look.colour, 0.36, 0.8)
      )
    case 'hood':
      return view === 'back'
        ? round(easel, shape('0 0.68, 0.36 0.5, 0.48 0.1, 0.4 -0.4, 0 -0.56, -0.4 -0.4, -0.48 0.1, -0.36 0.5'), look.colour, 0.46)
        : round(
            easel,
            shape(
              '-0.02 0.68, 0.28 0.56, 0.38 0.28, 0.3 0.3, 0.12 0.37, -0.1 0.34, -0.24 0.16, -0.27 -0.14, -0.16 -0.44, -0.36 -0.56, -0.54 -0.3, -0.54 0.16, -0.36 0.54',
            ),
            look.colour,
            0.44,
          )
  }
  return (
    round(easel, shape('-0.45 0.1, -0.42 0.42, -0.16 0.64, 0.16 0.64, 0.4 0.42, 0.42 0.2, 0 0.22'), look.colour, 0.52) +
    stroke(easel, shape('-0.44 0.16, 0 0.28, 0.42 0.24'), 1.2)
  )
}

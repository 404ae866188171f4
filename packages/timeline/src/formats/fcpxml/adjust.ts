import type { Motion } from '../../model.ts'
import { add, type Fraction } from '../../time/fraction.ts'
import { toTime } from '../../time/conversion.ts'
import { framesText, timeText } from './time.ts'
import type { Page, PlacedClip } from './page.ts'

const decimal = (value: number): string => String(Math.round(value * 1e6) / 1e6)

/** Fades that no transition with black shows: those of sound, and of pictures that butt a neighbour. */
export const ownFades = ({ clip, track, edges }: PlacedClip): { fadeIn: number; fadeOut: number } => ({
  fadeIn: track.kind === 'audio' || edges.buttedIn ? clip.fadeIn : 0,
  fadeOut: track.kind === 'audio' || edges.buttedOut ? clip.fadeOut : 0,
})

const writeFades = ({ xml, timeline }: Page, placed: PlacedClip): void => {
  const { fadeIn, fadeOut } = ownFades(placed)
  if (fadeIn === 0 && fadeOut === 0) return
  xml.open('param', { name: 'amount' })
  if (fadeIn > 0) xml.leaf('fadeIn', { type: 'linear', duration: framesText(fadeIn, timeline.rate) })
  if (fadeOut > 0) xml.leaf('fadeOut', { type: 'linear', duration: framesText(fadeOut, timeline.rate) })
  xml.close()
}

/** Position counts in hundredths of the frame's height from its centre, upwards; the window moves against the picture. */
const transformValues = (page: Page, motion: Motion): { at: number; position: string; scale: string; rotation: string }[] => {
  const { width, height } = page.timeline.canvas
  return motion.keyframes.map(({ at, x, y, scale, rotation }) => ({
    at,
    position: `${decimal((0.5 - x) * scale * 100 * (width / height))} ${decimal((y - 0.5) * scale * 100)}`,
    scale: `${decimal(scale)} ${decimal(scale)}`,
    rotation: decimal(-rotation),
  }))
}

const writeMotion = (page: Page, { clip }: PlacedClip, start: Fraction, motion: Motion): void => {
  const { xml, timeline } = page
  const keys = transformValues(page, motion)
  const first = keys[0]
  if (keys.length === 1 && first) {
    xml.leaf('adjust-transform', { position: first.position, scale: first.scale, rotation: first.rotation })
    return
  }
  const interp = motion.easing === 'ease' ? 'ease' : 'linear'
  xml.open('adjust-transform')
  for (const name of ['position', 'rotation', 'scale'] as const) {
    xml.open('param', { name }).open('keyframeAnimation')
    for (const key of keys) {
      const time = timeText(add(start, toTime(Math.round(key.at * (clip.duration - 1)), timeline.rate)))
      // Only scalar parameters may name an interpolation; position and scale take the curve.
      if (name === 'rotation') xml.leaf('keyframe', { time, value: key.rotation, interp, curve: 'linear' })
      else xml.leaf('keyframe', { time, value: key[name], curve: motion.easing === 'ease' ? 'smooth' : 'linear' })
    }
    xml.close().close()
  }
  xml.close()
}

/** Camera move and opacity, in the order that the DTD demands. */
export const writeVideoAdjustments = (page: Page, placed: PlacedClip, start: Fraction): void => {
  if (placed.track.kind !== 'video') return
  if (placed.clip.motion !== null) writeMotion(page, placed, start, placed.clip.motion)
  const { fadeIn, fadeOut } = ownFades(placed)
  if (fadeIn === 0 && fadeOut === 0) return
  page.xml.open('adjust-blend', { amount: '1' })
  writeFades(page, placed)
  page.xml.close()
}

/** Volume. Resolve silently drops an amount that carries its unit; Final Cut wants the unit. */
export const writeVolume = (page: Page, placed: PlacedClip): void => {
  const { clip, track } = placed
  const faded = track.kind === 'audio' && (clip.fadeIn > 0 || clip.fadeOut > 0)
  if (clip.gainDb === 0 && !faded) return
  const amount = `${decimal(clip.gainDb)}${page.target === 'fcp' ? 'dB' : ''}`
  if (!faded) {
    page.xml.leaf('adjust-volume', { amount })
    return
  }
  page.xml.open('adjust-volume', { amount })
  writeFades(page, placed)
  page.xml.close()
}

import { arrivalPlane, type Frames, wipeSoftness } from '@storycanvas/timeline'
import { black, type Frame, type Plane } from './frame.ts'
import type { Shot } from './span.ts'

/** How much of a shot's light its own fades leave at one of its frames: 0 at the very ends, 1 between the fades. */
export function fadeLevel(shot: Pick<Shot, 'duration' | 'fadeIn' | 'fadeOut'>, frame: Frames): number {
  const rising = shot.fadeIn > 0 ? frame / shot.fadeIn : 1
  const falling = shot.fadeOut > 0 ? (shot.duration - 1 - frame) / shot.fadeOut : 1
  return Math.min(1, Math.max(0, Math.min(rising, falling)))
}

/** Darkens a frame towards black into `target`. */
export function dim(source: Frame, level: number, target: Frame): void {
  for (const [i, plane] of target.planes.entries()) {
    const from = (source.planes[i] as Plane).samples
    const floor = black[i] ?? 128
    const table = Uint8Array.from({ length: 256 }, (_, value) => Math.round(floor + (value - floor) * level))
    const out = plane.samples
    for (let at = 0; at < out.length; at++) out[at] = table[from[at] as number] as number
  }
}

/** Mixes two frames of one size; `share` is that of `incoming`. */
export function dissolve(outgoing: Frame, incoming: Frame, share: number, target: Frame): void {
  const b = Math.round(share * 256)
  const a = 256 - b
  const from = outgoing.bytes
  const to = incoming.bytes
  const out = target.bytes
  for (let at = 0; at < out.length; at++) out[at] = ((from[at] as number) * a + (to[at] as number) * b + 128) >> 8
}

/** A wipe prepared for frames of one size. */
export type Wipe = { readonly number: number; readonly arrivals: readonly Uint16Array[] }

export function prepareWipe(number: number, frame: Frame): Wipe {
  const luma = arrivalPlane(number, frame.width, frame.height)
  const chroma = arrivalPlane(number, frame.width / 2, frame.height / 2)
  return { number, arrivals: [luma, chroma, chroma] }
}

/** Shows `incoming` where the wipe has arrived, across a soft edge as MLT draws it. */
export function wipe(outgoing: Frame, incoming: Frame, share: number, prepared: Wipe, target: Frame): void {
  const edge = wipeSoftness * 65535
  const front = share * (65535 + edge)
  for (const [i, plane] of target.planes.entries()) {
    const from = (outgoing.planes[i] as Plane).samples
    const to = (incoming.planes[i] as Plane).samples
    const arrivals = prepared.arrivals[i] as Uint16Array
    const out = plane.samples
    for (let at = 0; at < out.length; at++) {
      const passed = front - (arrivals[at] as number)
      if (passed <= 0) out[at] = from[at] as number
      else if (passed >= edge) out[at] = to[at] as number
      else {
        const share = passed / edge
        const smooth = share * share * (3 - 2 * share)
        out[at] = (from[at] as number) + ((to[at] as number) - (from[at] as number)) * smooth
      }
    }
  }
}

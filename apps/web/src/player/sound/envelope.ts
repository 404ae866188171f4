import type { Sound } from '../programme.ts'

/** Points of a curve of gain, evenly spread, over a stretch of frames. */
export type Ramp = { from: number; to: number; values: readonly number[] }

const POINTS = 33
const shapeOf = { straight: (share: number) => share, power: (share: number) => Math.sin((share * Math.PI) / 2) }

const levelOf = ({ gainDb }: Sound) => 10 ** (gainDb / 20)

/** What a sound is multiplied by at a frame, fades included: as the film is mixed. */
export function gainAt(sound: Sound, frame: number): number {
  const { start, end, fadeIn, fadeOut } = sound
  if (frame < start || frame >= end) return 0
  const rising = fadeIn.frames > 0 ? Math.min(1, (frame - start) / fadeIn.frames) : 1
  const falling = fadeOut.frames > 0 ? Math.min(1, (end - frame) / fadeOut.frames) : 1
  return levelOf(sound) * shapeOf[fadeIn.curve](rising) * shapeOf[fadeOut.curve](falling)
}

/** The fades of a sound that are still to come at a frame, as curves; between them its gain is level. */
export function rampsFrom(sound: Sound, frame: number): Ramp[] {
  const { start, end, fadeIn, fadeOut } = sound
  const top = Math.min(start + fadeIn.frames, end)
  const fall = Math.max(top, end - fadeOut.frames)
  const ramp = (from: number, to: number): Ramp => ({
    from,
    to,
    values: Array.from({ length: POINTS }, (_, point) => {
      const at = from + ((to - from) * point) / (POINTS - 1)
      // The last frame counts as inside, where a sound that has ended would be silent.
      return gainAt(sound, Math.min(at, end - 1e-6))
    }),
  })
  return [[start, top] as const, [fall, end] as const].flatMap(([from, to]) =>
    to > Math.max(from, frame) ? [ramp(Math.max(from, frame), to)] : [],
  )
}

/** The sounds that are heard now or begin within so many frames. */
export const soundsNear = (sounds: readonly Sound[], frame: number, ahead: number): Sound[] =>
  sounds.filter(({ start, end }) => start < frame + ahead && end > frame)

import type { Frames, Rate } from '../model.ts'
import { allowsDropFrame, timebase } from './rate.ts'

const two = (value: number): string => (value < 10 ? `0${value}` : String(value))

/** Numbers left out at the start of each minute that is no tenth: two at 29.97, four at 59.94. */
const droppedPerMinute = (rate: Rate): number => timebase(rate) / 15

/** Frames of 24 hours of timecode; after them the clock starts again at zero. */
export const framesPerDay = (rate: Rate, dropFrame: boolean): Frames =>
  dropFrame ? 144 * (600 * timebase(rate) - 9 * droppedPerMinute(rate)) : 86400 * timebase(rate)

const labelNumber = (frames: Frames, rate: Rate): number => {
  const dropped = droppedPerMinute(rate)
  const perMinute = 60 * timebase(rate) - dropped
  const perTen = 10 * perMinute + dropped
  const tens = Math.floor(frames / perTen)
  const rest = frames % perTen
  const minutes = rest < dropped ? 0 : Math.floor((rest - dropped) / perMinute)
  return frames + dropped * (9 * tens + minutes)
}

/**
 * SMPTE timecode `HH:MM:SS:FF` (`HH:MM:SS;FF` in drop frame) of a frame count; wraps at 24 hours.
 * @throws RangeError for drop frame at any rate but 29.97 and 59.94.
 */
export const formatTimecode = (frames: Frames, rate: Rate, dropFrame = false): string => {
  if (dropFrame && !allowsDropFrame(rate)) throw new RangeError('Drop frame exists at 29.97 and 59.94 only')
  const base = timebase(rate)
  const day = framesPerDay(rate, dropFrame)
  const within = ((frames % day) + day) % day
  const label = dropFrame ? labelNumber(within, rate) : within
  const second = Math.floor(label / base)
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`
  return `${clock}${dropFrame ? ';' : ':'}${two(label % base)}`
}

export type Timecode = { readonly frames: Frames; readonly dropFrame: boolean }

/**
 * The frame count behind a timecode. `;` or `.` before the frames, or `dropFrame`, means drop frame.
 * @throws RangeError for text that is no timecode at this rate, including numbers that drop frame leaves out.
 */
export const parseTimecode = (text: string, rate: Rate, dropFrame = false): Timecode => {
  const match = /^(\d{1,2})[:;](\d{2})[:;](\d{2})([:;.,])(\d{2,3})$/.exec(text.trim())
  if (!match) throw new RangeError(`Not a timecode: ${JSON.stringify(text)}`)
  const [hours, minutes, secs, frame] = [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[5])]
  const drops = dropFrame || match[4] !== ':'
  const base = timebase(rate)
  if (hours > 23 || minutes > 59 || secs > 59) throw new RangeError(`Timecode ${text} is past the clock`)
  if (frame >= base) throw new RangeError(`Timecode ${text} counts frame ${frame}, and a second has ${base}`)
  const label = ((hours * 60 + minutes) * 60 + secs) * base + frame
  if (!drops) return { frames: label, dropFrame: false }
  if (!allowsDropFrame(rate)) throw new RangeError(`Timecode ${text} is drop frame, which exists at 29.97 and 59.94 only`)
  const dropped = droppedPerMinute(rate)
  if (minutes % 10 !== 0 && secs === 0 && frame < dropped) throw new RangeError(`Timecode ${text} is left out in drop frame`)
  const passed = hours * 60 + minutes
  return { frames: label - dropped * (passed - Math.floor(passed / 10)), dropFrame: true }
}

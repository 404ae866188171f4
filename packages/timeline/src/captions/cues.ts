import type { Caption, Timeline } from '../model.ts'
import { toTime } from '../time/conversion.ts'
import { round } from '../time/fraction.ts'

/** Captions in order of time, as players want them. */
export const inOrder = (captions: readonly Caption[]): Caption[] =>
  [...captions].sort((a, b) => a.start - b.start || a.duration - b.duration)

/** `HH:MM:SS` and milliseconds of the instant at which a record frame begins. */
export const clockTime = (timeline: Timeline, frame: number, point: '.' | ','): string => {
  const time = toTime(frame, timeline.rate)
  const total = round({ num: time.num * 1000, den: time.den }, 'nearest')
  const pad = (value: number, width: number): string => String(value).padStart(width, '0')
  const seconds = Math.floor(total / 1000)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(value => pad(value, 2)).join(':')
  return `${clock}${point}${pad(total % 1000, 3)}`
}

/** Lines of a caption without the empty ones, which would end the cue, and without control characters. */
export const cueLines = (text: string): string[] =>
  text
    .split(/\r\n|[\r\n\u2028\u2029\u0085]/)
    .map(line => line.replace(/[\u0000-\u001f\u007f]/g, ' ').trim())
    .filter(line => line !== '')

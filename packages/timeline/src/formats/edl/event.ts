import type { Rate, Timeline } from '../../model.ts'
import { formatTimecode, framesPerDay } from '../../time/timecode.ts'
import { timebase } from '../../time/rate.ts'

/** One line of four timecodes. */
export type EventLine = {
  readonly reel: string
  readonly channel: string
  /** `C`, `D` or `W001`. */
  readonly transition: string
  /** Frames of the transition; null for a cut. */
  readonly length: number | null
  readonly sourceIn: number
  readonly sourceOut: number
  readonly recordIn: number
  readonly recordOut: number
}

/** Lines under one event number, and the lines of words after them. */
export type ListEvent = {
  readonly lines: readonly EventLine[]
  /** Words between the two lines of a pair: the speed of the outgoing clip where both come from one reel. */
  readonly between?: readonly string[]
  readonly comments: readonly string[]
}

/** One hour of timecode: where stills begin, so that a transition finds timecode before their first frame. */
export const generatorHour = (rate: Rate): number => 3600 * timebase(rate)

/** Formats timecodes of one list; remembers the last one, as record-out and the next record-in are mostly the same. */
export const timecodes = ({ rate, timecode }: Timeline): ((frames: number) => string) => {
  const day = framesPerDay(rate, timecode.dropFrame)
  const known = { frames: -1, text: '' }
  return frames => {
    const within = ((frames % day) + day) % day
    if (known.frames !== within) {
      known.text = formatTimecode(within, rate, timecode.dropFrame)
      known.frames = within
    }
    return known.text
  }
}

/** The fixed columns of CMX 3600: number, two spaces, reel of 8, channel of 4, transition of 4, length of 3, timecodes. */
export const lineText = (number: string, line: EventLine, timecode: (frames: number) => string, start: number): string => {
  const length = line.length === null ? '   ' : String(line.length).padStart(3, '0')
  const head = `${number}  ${line.reel.padEnd(8)} ${line.channel.padEnd(4)}  ${line.transition.padEnd(4)} ${length}`
  const record = `${timecode(start + line.recordIn)} ${timecode(start + line.recordOut)}`
  return `${head} ${timecode(line.sourceIn)} ${timecode(line.sourceOut)} ${record}`
}

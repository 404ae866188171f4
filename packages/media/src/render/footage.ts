import type { Frames, Rate } from '@storycanvas/timeline'
import { filter, type Filter, type FilterChain } from '../sandbox/graph.ts'
import { encodingLimits } from '../sandbox/limits.ts'
import { startFfmpeg } from '../sandbox/run.ts'
import type { MediaTools } from '../sandbox/tools.ts'
import { type Fitting, fittingChains } from './fitting.ts'
import { blackFrame, type Frame, frameOf } from './frame.ts'
import type { PictureFile } from './picture-file.ts'
import type { Shot } from './span.ts'

/** The frames of a moving shot, in order: record frame `from` of the shot first. */
export type Footage = { next(): Promise<Frame>; close(): Promise<void> }

export type FootageNeeds = {
  readonly shot: Shot
  readonly from: Frames
  readonly count: Frames
  readonly rate: Rate
  /** Size of the frames. */
  readonly width: number
  readonly height: number
  readonly fitting: Fitting
}

/**
 * Decodes exactly the frames needed: record frame k shows the source frame that runs at source time
 * `sourceSeconds + k · speed / rate`. Past either end of the source its first or last frame is held.
 */
export function openFootage(tools: MediaTools, picture: PictureFile, needs: FootageNeeds, signal: AbortSignal): Footage {
  const { width, height, count } = needs
  const reading = readingOf(needs, picture)
  const running = startFfmpeg(
    tools,
    {
      inputs: [{ kind: 'media', file: picture.file, seek: reading.seek, length: reading.length }],
      graph: reading.graph('0:v:0', [], 'picture'),
      outputs: [
        {
          maps: ['picture'],
          video: { kind: 'raw' },
          audio: null,
          container: { kind: 'raw-video' },
          to: { kind: 'pipe', number: 1 },
          frames: reading.frames,
        },
      ],
      log: 'error',
    },
    { limits: encodingLimits, signal, writable: null, stdin: 'none', pipes: 0, progress: null },
  )
  let failure: unknown = null
  running.finished.catch((error: unknown) => {
    failure = error
  })
  const bytes = running.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const size = (width * height * 3) / 2
  let held: Frame | null = null
  let rest: Buffer = Buffer.alloc(0)
  let given = 0
  // Two buffers in turn: the one held stays whole when the source ends in the middle of a frame.
  const buffers = [frameOf(width, height), frameOf(width, height)] as const

  async function read(): Promise<Frame | null> {
    const frame = held === buffers[0] ? buffers[1] : buffers[0]
    let filled = 0
    while (filled < size) {
      if (rest.length === 0) {
        const piece = await bytes.next()
        if (piece.done === true) return null
        rest = piece.value
      }
      const taken = rest.copy(frame.bytes, filled, 0, Math.min(rest.length, size - filled))
      filled += taken
      rest = rest.subarray(taken)
    }
    return frame
  }

  return {
    async next() {
      given++
      // The source begins after the first frames asked for: its first frame is held for them.
      if (held !== null && given <= reading.lead + 1) return held
      if (given > count) return held ?? blackFrame(width, height)
      const frame = await read()
      if (frame === null && held === null) {
        await running.finished.catch(() => undefined)
        if (failure !== null) throw failure
      }
      held = frame ?? held ?? blackFrame(width, height)
      return held
    },
    async close() {
      running.stop({ kind: 'cancelled' })
      await running.finished.catch(() => undefined)
    },
  }
}

type Reading = {
  readonly seek: number
  readonly length: number
  /** Filters from the pad `from` to the label `to`, with others at their end. */
  readonly graph: (from: string, after: readonly Filter[], to: string) => readonly FilterChain[]
  /** Frames that ffmpeg is to give. */
  readonly frames: Frames
  /** Frames before the source begins. */
  readonly lead: Frames
}

/**
 * Where to read the source, and the filters that turn it into record frames. Between two frames of the source the
 * earlier one shows; backwards the mirror image of that, as in the timeline package's `sourceFrame`.
 */
export function readingOf(needs: FootageNeeds, { matrix }: PictureFile): Reading {
  const { shot, from, count, rate } = needs
  const perFrame = rate.den / rate.num
  const speed = Math.abs(shot.speed)
  /** Source frames that pass in one record frame. */
  const step = (speed * perFrame) / shot.sourceFrame
  const timeOf = (frame: Frames): number => shot.sourceSeconds + frame * perFrame * shot.speed
  const first = shot.speed >= 0 ? timeOf(from) : timeOf(from + count - 1)
  const lead = shot.speed > 0 ? Math.min(count - 1, Math.max(0, Math.ceil(-first / (speed * perFrame) - 1e-6))) : 0
  const start = Math.max(0, first + lead * perFrame * speed)
  const frames = speed === 0 ? 1 : count - lead
  // Half a source frame early, so that the frame which begins exactly there is not lost to rounding.
  const seek = Math.max(0, (Math.floor(start / shot.sourceFrame + 1e-6) - 0.5) * shot.sourceFrame)
  // Whole source frames, since containers round their times: WebM to milliseconds.
  const sourceIndex = `round((T+${seek.toFixed(9)})/${shot.sourceFrame})`
  const recordFrame = `(${sourceIndex}-${(start / shot.sourceFrame).toFixed(9)})/${step}`
  // A trifle towards the frame meant, so that exact times round to themselves; less than the thousandth of a frame by which
  // 59.94 and 60 run apart, more than the microseconds below.
  const trifle = 0.0004
  const nudge = shot.speed < 0 ? 1 + trifle - 1 / step : -trifle
  const paced = [
    filter('settb', { expr: '1/1000000' }),
    filter('setpts', { expr: `(${recordFrame}+${nudge.toFixed(9)})*${perFrame}/TB` }),
    filter('fps', { fps: `${rate.num}/${rate.den}`, start_time: 0, round: shot.speed < 0 ? 'down' : 'up', eof_action: 'pass' }),
  ]
  return {
    seek,
    length: frames * perFrame * speed + 2 * shot.sourceFrame + 0.5,
    frames,
    lead,
    graph: (from, after, to) => {
      const turned = shot.speed < 0 ? [filter('trim', { end_frame: frames }), filter('reverse')] : []
      return fittingChains(needs, needs.fitting, {
        from,
        before: speed === 0 ? [] : paced,
        after: [...turned, ...after],
        to,
        matrix,
      })
    },
  }
}

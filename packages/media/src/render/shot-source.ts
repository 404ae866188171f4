import type { Frames, Rate } from '@storycanvas/timeline'
import type { MediaTools } from '../sandbox/tools.ts'
import { dim, fadeLevel } from './compose.ts'
import type { Fitting } from './fitting.ts'
import { openFootage } from './footage.ts'
import { type Frame, frameOf } from './frame.ts'
import { isStill, magnifications, windowAt } from './motion.ts'
import type { PictureFile } from './picture-file.ts'
import { levelFor, type Still } from './still.ts'
import type { Shot } from './span.ts'
import { drawWindow, textureOf } from './warp.ts'

/** The frames of one shot as they fill the canvas, camera move and fades included. Frames must be asked for in order. */
export type ShotSource = { at(frame: Frames): Promise<Frame>; close(): Promise<void> }

type Canvas = { readonly width: number; readonly height: number }

export function stillSource(still: Still, shot: Shot, canvas: Canvas): ShotSource {
  const drawn = frameOf(canvas.width, canvas.height)
  const dimmed = frameOf(canvas.width, canvas.height)
  const standing = isStill(shot.motion)
  let isDrawn = false
  return {
    at(frame) {
      if (!standing || !isDrawn) {
        const window = windowAt(shot.motion, frame, shot.duration)
        drawWindow(levelFor(still, window.scale, canvas), window, drawn)
        isDrawn = true
      }
      return Promise.resolve(faded(drawn, shot, frame, dimmed))
    },
    close: () => Promise.resolve(),
  }
}

export function footageSource(
  tools: MediaTools,
  picture: PictureFile,
  part: { readonly shot: Shot; readonly from: Frames; readonly count: Frames },
  { canvas, rate, fitting }: { readonly canvas: Canvas; readonly rate: Rate; readonly fitting: Fitting },
  signal: AbortSignal,
): ShotSource {
  const { shot } = part
  // A closer view is decoded larger, so that it keeps what the source holds.
  const enlarged = Math.min(2, Math.max(1, magnifications(shot.motion).most))
  const size = (length: number): number => Math.round((length * enlarged) / 2) * 2
  const footage = openFootage(
    tools,
    picture,
    { ...part, rate, fitting, width: size(canvas.width), height: size(canvas.height) },
    signal,
  )
  const drawn = frameOf(canvas.width, canvas.height)
  const dimmed = frameOf(canvas.width, canvas.height)
  let reached = part.from
  return {
    async at(frame) {
      // A track above may have covered the frames between.
      for (; reached < frame; reached++) await footage.next()
      reached++
      const decoded = await footage.next()
      if (shot.motion === null || shot.motion.keyframes.length === 0) return faded(decoded, shot, frame, dimmed)
      drawWindow(textureOf(decoded), windowAt(shot.motion, frame, shot.duration), drawn)
      return faded(drawn, shot, frame, dimmed)
    },
    close: () => footage.close(),
  }
}

function faded(frame: Frame, shot: Shot, at: Frames, target: Frame): Frame {
  const level = fadeLevel(shot, at)
  if (level >= 1) return frame
  dim(frame, level, target)
  return target
}

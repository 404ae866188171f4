import { type Frames, type Rate, toFrames } from '@storycanvas/timeline'

/**
 * The frame at which each of the given lengths begins, and behind them the frame at which the last one ends. Each point
 * is the rounded sum of all milliseconds before it: lengths are never rounded by themselves, so nothing drifts. A length
 * shorter than a frame still gets one, which the next points take back as soon as they can.
 */
export function cutPoints(durationsMs: readonly number[], rate: Rate): Frames[] {
  const points: Frames[] = [0]
  let passedMs = 0
  let reached = 0
  for (const durationMs of durationsMs) {
    passedMs += durationMs
    reached = Math.max(reached + 1, toFrames({ num: passedMs, den: 1000 }, rate))
    points.push(reached)
  }
  return points
}

import { duration, type Timeline } from '@storycanvas/timeline'
import type { Programme } from '../../player/programme.ts'
import { type Row, rowsOf } from './canvas/rows.ts'
import type { Known } from './known.ts'
import { programmeOf } from './programme.ts'
import { sceneSpans, type SceneSpan } from './scenes.ts'

/** The document with all that is made of it to draw, to play and to work on it. */
export type Cut = {
  timeline: Timeline
  known: Known
  rows: readonly Row[]
  scenes: readonly SceneSpan[]
  programme: Programme
  /** Record frames. */
  length: number
}

export function cutOf(timeline: Timeline, known: Known): Cut {
  const scenes = sceneSpans(timeline, known)
  const length = duration(timeline)
  return {
    timeline,
    known,
    scenes,
    length,
    rows: rowsOf(timeline),
    programme: programmeOf(timeline, known, scenes, length),
  }
}

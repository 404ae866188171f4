import type { Timeline } from '@storycanvas/timeline'
import type { Desk } from '../../desk/desk.ts'
import type { Known } from '../../known.ts'
import type { SceneSpan } from '../../scenes.ts'
import type { Row } from '../rows.ts'
import type { View } from '../view.ts'
import type { Colours } from './colours.ts'
import type { Thumbnails } from './thumbnails.ts'
import type { Waves } from './waves.ts'

export type Canvas = CanvasRenderingContext2D

/** All that the canvas shows at one moment. */
export type Scene = {
  /** The cut, or what it would be if what is in the hand were let go. */
  timeline: Timeline
  rows: readonly Row[]
  scenes: readonly SceneSpan[]
  known: Known
  view: View
  desk: Desk
  colours: Colours
  thumbnails: Thumbnails
  waves: Waves
  /** First and last frame in the window. */
  from: number
  to: number
}

export type Box = { x: number; y: number; width: number; height: number }

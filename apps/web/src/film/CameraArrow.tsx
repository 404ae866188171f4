import type { CameraMove } from '@storycanvas/api'
import {
  IconArrowDown,
  IconArrowLeft,
  IconArrowNarrowDown,
  IconArrowNarrowLeft,
  IconArrowNarrowRight,
  IconArrowNarrowUp,
  IconArrowRight,
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconArrowUp,
  IconHandStop,
  IconRefresh,
  IconRotateClockwise,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { wordOf } from './words.ts'

const arrows: Record<CameraMove, ComponentType<{ size: number; stroke: number }> | null> = {
  static: null,
  'pan-left': IconArrowNarrowLeft,
  'pan-right': IconArrowNarrowRight,
  'tilt-up': IconArrowNarrowUp,
  'tilt-down': IconArrowNarrowDown,
  'truck-left': IconArrowLeft,
  'truck-right': IconArrowRight,
  'pedestal-up': IconArrowUp,
  'pedestal-down': IconArrowDown,
  'dolly-in': IconArrowsMaximize,
  'dolly-out': IconArrowsMinimize,
  'zoom-in': IconZoomIn,
  'zoom-out': IconZoomOut,
  roll: IconRotateClockwise,
  orbit: IconRefresh,
  handheld: IconHandStop,
}

/** How the camera moves, as an arrow with its name. */
export function CameraArrow({ move }: { move: CameraMove }) {
  const Arrow = arrows[move]
  if (!Arrow) return null
  return (
    <span role="img" aria-label={wordOf(move)} title={wordOf(move)} style={{ display: 'inline-flex' }}>
      <Arrow size={16} stroke={2} />
    </span>
  )
}

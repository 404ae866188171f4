import type { Timeline } from '@storycanvas/timeline'
import type { ClipPart, Hit } from './hit.ts'
import { fading, levelling, markerMoving, stretching } from './handles.ts'
import { moving } from './move.ts'
import { rolling, slipping, sliding, trimming } from './trim.ts'
import type { Grab, Held, Outcome, Point } from './grab.ts'
import type { ToolId } from './tools.ts'

export type Gesture = (point: Point) => Outcome

/** What dragging does that took hold here, with this tool; null where a drag means nothing. */
export function gestureOf(tool: ToolId, hit: Hit, held: Held, grab: Grab, isOwnMarker: (id: string) => boolean): Gesture | null {
  if (hit.kind === 'ruler') return hit.marker && isOwnMarker(hit.marker.id) ? markerMoving(grab, hit.marker) : null
  if (hit.kind === 'transition' && hit.part !== 'body') return stretching(grab, hit.track.id, hit.transition, hit.part)
  if (hit.kind === 'transition') return rolling(grab, hit.track.id, hit.transition.cut)
  if (hit.kind !== 'clip') return null
  const { clip, part, track, row } = hit
  switch (tool) {
    case 'select':
      if (part === 'body') return moving(grab, clip.id)
      if (part === 'fade-in' || part === 'fade-out') return fading(grab, clip, part === 'fade-in' ? 'in' : 'out')
      if (part === 'gain') return levelling(grab, clip, row.height)
      if (held.alt) return rollingAt(grab, track.id, part === 'in' ? clip.start : clip.start + clip.duration)
      return trimming(grab, { clip, side: part }, held.ctrl ? 'ripple' : 'trim')
    case 'ripple':
      return trimming(grab, { clip, side: sideOf(part, clip, grab.frame) }, 'ripple')
    case 'roll':
      return rollingAt(grab, track.id, sideOf(part, clip, grab.frame) === 'in' ? clip.start : clip.start + clip.duration)
    case 'slip':
      return slipping(grab, clip.id)
    case 'slide':
      return sliding(grab, clip)
    case 'blade':
      return null
  }
}

const rollingAt = (grab: Grab, track: string, cut: number): Gesture | null =>
  isCut(grab.timeline, track, cut) ? rolling(grab, track, cut) : null

/** Trim tools take the nearer edge wherever in the clip one takes hold. */
const sideOf = (part: ClipPart, { start, duration }: { start: number; duration: number }, frame: number): 'in' | 'out' =>
  part === 'in' || part === 'out' ? part : frame - start < duration / 2 ? 'in' : 'out'

/** Whether two clips meet at this frame of the track. */
export function isCut({ tracks }: Timeline, id: string, frame: number): boolean {
  const clips = tracks.find(track => track.id === id)?.clips ?? []
  return clips.some(({ start }) => start === frame) && clips.some(({ start, duration }) => start + duration === frame)
}

const bladeCursor = `url("data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><path d="M9.5 1h1v18h-1z" stroke="#000" stroke-width=".6" fill="#fff"/><path d="M10.500 4h6v6h-6z" fill="#fff" stroke="#000" stroke-width=".8"/></svg>',
)}") 10 10, crosshair`

/** The shape of the pointer says what pressing would do. */
export function cursorOf(tool: ToolId, hit: Hit): string {
  if (hit.kind === 'ruler') return hit.marker ? 'pointer' : 'col-resize'
  if (tool === 'blade') return bladeCursor
  if (hit.kind === 'transition') return hit.part === 'body' ? 'pointer' : 'ew-resize'
  if (hit.kind !== 'clip') return 'default'
  if (tool === 'select') return selectCursors[hit.part]
  return { ripple: 'w-resize', roll: 'col-resize', slip: 'ew-resize', slide: 'move' }[tool]
}

const selectCursors: Record<ClipPart, string> = {
  body: 'default',
  in: 'ew-resize',
  out: 'ew-resize',
  'fade-in': 'nwse-resize',
  'fade-out': 'nesw-resize',
  gain: 'ns-resize',
}

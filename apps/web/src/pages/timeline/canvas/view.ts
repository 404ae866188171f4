/**
 * The part of the timeline in the window: `scale` is CSS pixels a frame, `left` the frame at its left edge, `top` how many
 * pixels of the tracks are scrolled out above; `width` and `height` in CSS pixels.
 */
export type View = { scale: number; left: number; top: number; width: number; height: number }

const LARGEST_SCALE = 40
/** Empty room after the last frame, as a share of the window. */
const ROOM_AFTER = 0.25

export const xOf = ({ scale, left }: View, frame: number) => (frame - left) * scale
export const frameAt = ({ scale, left }: View, x: number) => left + x / scale

const smallestScale = (length: number, width: number) => (width * (1 - ROOM_AFTER)) / Math.max(24, length)

/** The whole cut in the window. */
export const fitted = (view: View, length: number): View => ({
  ...view,
  scale: Math.min(LARGEST_SCALE, smallestScale(length, view.width)),
  left: 0,
})

/** Scrolled by so many pixels, but not past the ends. */
export function scrolled(view: View, byPixels: number, length: number): View {
  const room = Math.max(0, length - (view.width * (1 - ROOM_AFTER)) / view.scale)
  return { ...view, left: Math.min(room, Math.max(0, view.left + byPixels / view.scale)) }
}

/** Scrolled up or down over tracks that are so high together. */
export const raised = (view: View, byPixels: number, contentHeight: number): View => ({
  ...view,
  top: Math.min(Math.max(0, contentHeight - view.height), Math.max(0, view.top + byPixels)),
})

/** Zoomed by a factor; the frame under `x` stays where it is. */
export function zoomed(view: View, factor: number, x: number, length: number): View {
  const scale = Math.min(LARGEST_SCALE, Math.max(smallestScale(length, view.width), view.scale * factor))
  return scrolled({ ...view, scale, left: frameAt(view, x) - x / scale }, 0, length)
}

/** Turned to the page that shows the frame, when it is outside the window. */
export function showing(view: View, frame: number, length: number): View {
  const x = xOf(view, frame)
  if (x >= 0 && x <= view.width) return view
  return scrolled({ ...view, left: frame }, -view.width * 0.1, length)
}

import type { TimelineEdit } from '@storycanvas/api'
import { ownClip, ownTrack } from '../edits/tracks.ts'
import { type Grab, type Outcome, type Point, unmoved } from './grab.ts'
import { pull } from './snap.ts'
import { within } from './within.ts'
import { signedFrames } from './words.ts'

type Way = {
  grab: Grab
  /** The edge that follows the pointer and snaps; null where nothing has to fall on a frame. */
  edge: number | null
  name: string
  make: (by: number) => readonly TimelineEdit[]
}

/** An edit by so many frames, followed live and stopped where it can go no further. */
function dragged({ grab, edge, name, make }: Way): (point: Point) => Outcome {
  return ({ frame }) => {
    const wanted = Math.round(frame - grab.frame)
    const snapped = edge === null ? { by: 0, at: null } : pull([edge + wanted], grab.snapping)
    const asked = wanted + snapped.by
    const reached = within(grab.timeline, asked, make)
    if (!reached) return unmoved(grab.timeline, asked === 0 ? '' : `${name}: no further`)
    const { by, edits, preview } = reached
    const stopped = by === asked ? '' : ', no further'
    return {
      edits,
      preview,
      snapAt: by === asked ? snapped.at : null,
      hint: `${name} ${signedFrames(by, grab.timeline)}${stopped}`,
      covered: [],
    }
  }
}

type Edge = { clip: { id: string; start: number; duration: number }; side: 'in' | 'out' }
const frameOf = ({ clip, side }: Edge) => (side === 'in' ? clip.start : clip.start + clip.duration)

export const trimming = (grab: Grab, edge: Edge, kind: 'trim' | 'ripple') =>
  dragged({
    grab,
    edge: frameOf(edge),
    name: kind === 'trim' ? 'Trim' : 'Ripple',
    make: by => [{ kind, clipId: ownClip(edge.clip.id), edge: edge.side, by }],
  })

export const rolling = (grab: Grab, track: string, cut: number) =>
  dragged({ grab, edge: cut, name: 'Roll', make: by => [{ kind: 'roll', track: ownTrack(track), cut, by }] })

/** The picture goes along with the pointer, so its source goes the other way. */
export const slipping = (grab: Grab, clipId: string) =>
  dragged({ grab, edge: null, name: 'Slip', make: by => [{ kind: 'slip', clipId: ownClip(clipId), by: -by }] })

export const sliding = (grab: Grab, clip: { id: string; start: number }) =>
  dragged({ grab, edge: clip.start, name: 'Slide', make: by => [{ kind: 'slide', clipId: ownClip(clip.id), by }] })

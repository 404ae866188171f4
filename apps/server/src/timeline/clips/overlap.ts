import type { Frames } from '@storycanvas/timeline'
import { RequestError } from '../../platform/http/problem.ts'
import type { CutSettings } from '../cut/change-cut.ts'
import { timecodeOf } from '../cut/timecode.ts'

export type Placed = { id: string; name: string; startFrame: Frames; durationFrames: Frames }
export type Overlap = { clipId: string; name: string; startFrame: Frames; endFrame: Frames }

/** The clips among `others` that share frames with `clip`, each with the frames that they share, end exclusive. */
export function overlapsOf(clip: Placed, others: readonly Placed[]): Overlap[] {
  return others.flatMap(other => {
    const startFrame = Math.max(clip.startFrame, other.startFrame)
    const endFrame = Math.min(clip.startFrame + clip.durationFrames, other.startFrame + other.durationFrames)
    return other.id !== clip.id && startFrame < endFrame ? [{ clipId: other.id, name: other.name, startFrame, endFrame }] : []
  })
}

/** Names each clip that is in the way, with its frames as the editor's timecode shows them. */
export function overlapProblem(overlaps: readonly Overlap[], settings: CutSettings): RequestError {
  const [first, ...more] = overlaps
  const rest = more.length > 0 ? ` and ${more.length} more` : ''
  return new RequestError('timeline-overlap', `The clip would lie over “${first?.name}”${rest}.`, {
    errors: overlaps.map(({ clipId, name, startFrame, endFrame }) => ({
      field: clipId,
      message: `“${name}” is there from ${timecodeOf(startFrame, settings)} to ${timecodeOf(endFrame, settings)}`,
    })),
  })
}

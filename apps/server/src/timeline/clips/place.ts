import type { Frames } from '@storycanvas/timeline'
import type { Tx, Database } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'
import { changeCut, type CutSettings } from '../cut/change-cut.ts'
import type { Editor } from '../edits/history.ts'
import { clipState } from '../edits/states.ts'
import { clipStep } from './clip-step.ts'
import { type Overlap, overlapProblem, overlapsOf } from './overlap.ts'
import { readClip } from './read.ts'

export type Position = {
  track: string
  startFrame: Frames
  durationFrames: Frames
  sourceInFrame: Frames
  allowOverlap: boolean
}

/** Moves or trims a clip. From then on the cut does not follow the board. Returns the clips that it was allowed to lie over. */
export function placeClip(database: Database, editor: Editor, id: string, position: Position): Promise<Overlap[]> {
  const { allowOverlap: _, ...place } = position
  return changeCut(database, editor.projectId, async (tx, settings) => {
    const clip = await readClip(tx, id)
    if (clip.deletedAt !== null) throw notFound()
    const overlaps = await requireRoom(tx, editor.projectId, clip, position, settings)
    const before = clipState(clip)
    await clipStep(tx, settings, editor, { label: `Move “${clip.name}”`, id: clip.id, before, after: { ...before, ...place } })
    return overlaps
  })
}

/** The clips of the track that a clip would lie over; refused where that is not allowed. The caller holds the lock of the cut. */
export async function requireRoom(
  tx: Tx,
  projectId: string,
  clip: { id: string; name: string },
  { track, startFrame, durationFrames, allowOverlap }: Position,
  settings: CutSettings,
): Promise<Overlap[]> {
  const others = await tx
    .selectFrom('clip')
    .select(['id', 'name', 'startFrame', 'durationFrames'])
    .where('projectId', '=', projectId)
    .where('track', '=', track)
    .where('startFrame', '<', startFrame + durationFrames)
    .where('deletedAt', 'is', null)
    .orderBy('startFrame')
    .orderBy('id')
    .execute()
  const overlaps = overlapsOf({ ...clip, startFrame, durationFrames }, others)
  if (overlaps.length > 0 && !allowOverlap) throw overlapProblem(overlaps, settings)
  return overlaps
}

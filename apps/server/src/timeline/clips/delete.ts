import type { Database } from '../../platform/database/database.ts'
import { changeCut } from '../cut/change-cut.ts'
import type { Editor } from '../edits/history.ts'
import { clipState } from '../edits/states.ts'
import { clipStep } from './clip-step.ts'
import { requireRoom } from './place.ts'
import { readClip } from './read.ts'

/** Takes a clip out of the cut, which does not follow the board from then on; the gap stays. */
export function deleteClip(database: Database, editor: Editor, id: string): Promise<void> {
  return changeCut(database, editor.projectId, async (tx, settings) => {
    const clip = await readClip(tx, id)
    if (clip.deletedAt !== null) return
    await clipStep(tx, settings, editor, { label: `Remove “${clip.name}”`, id: clip.id, before: clipState(clip), after: null })
  })
}

/** Puts a clip back where it was; refused while another one lies there. */
export function restoreClip(database: Database, editor: Editor, id: string): Promise<void> {
  return changeCut(database, editor.projectId, async (tx, settings) => {
    const clip = await readClip(tx, id)
    if (clip.deletedAt === null) return
    await requireRoom(tx, editor.projectId, clip, { ...clip, allowOverlap: false }, settings)
    await clipStep(tx, settings, editor, { label: `Restore “${clip.name}”`, id: clip.id, before: null, after: clipState(clip) })
  })
}

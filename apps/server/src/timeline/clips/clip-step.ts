import type { Tx } from '../../platform/database/database.ts'
import type { CutSettings } from '../cut/change-cut.ts'
import { aroundClips } from '../edits/boxes.ts'
import type { Editor } from '../edits/history.ts'
import { clipsWithin } from '../edits/read-states.ts'
import type { ClipState } from '../edits/states.ts'
import { makeStep } from '../edits/step.ts'
import type { Prompted } from '../edits/write-states.ts'

type Change = {
  label: string
  id: string
  /** Undefined where the clip has no row yet, null where it lies in the trash. */
  before: ClipState | null | undefined
  after: ClipState | null
  prompts?: Prompted
}

/** A change of one clip as a step that can be taken back. */
export async function clipStep(
  tx: Tx,
  settings: CutSettings,
  editor: Editor,
  { label, id, before, after, prompts }: Change,
): Promise<void> {
  const places = [before, after].filter(state => state != null)
  await makeStep(tx, settings, editor, {
    label,
    before: { ...nothing, clips: new Map(before === undefined ? [] : [[id, before]]) },
    after: { ...nothing, clips: new Map([[id, after]]) },
    lying: await clipsWithin(tx, editor.projectId, aroundClips(places)),
    origins: new Map(prompts ? [[id, prompts]] : []),
  })
}

const nothing = { markers: new Map(), tracks: new Map() }

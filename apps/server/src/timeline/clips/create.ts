import { v7 as uuid } from 'uuid'
import type { Database } from '../../platform/database/database.ts'
import { changeCut } from '../cut/change-cut.ts'
import type { Editor } from '../edits/history.ts'
import { plainClip } from '../edits/states.ts'
import { clipStep } from './clip-step.ts'
import type { Overlap } from './overlap.ts'
import { type Position, requireRoom } from './place.ts'
import { checkedTies, type Ties } from './ties.ts'

export type Prompts = { image: string; video: string; negative: string }
type NewClip = Ties & { name: string; prompts: Prompts; position: Position }

/** Adds a clip to the cut, which does not follow the board from then on. */
export function createClip(
  database: Database,
  editor: Editor,
  { name, prompts, position, ...wanted }: NewClip,
): Promise<{ id: string; overlaps: Overlap[] }> {
  const { projectId } = editor
  return changeCut(database, projectId, async (tx, settings) => {
    const ties = await checkedTies(tx, projectId, wanted)
    const id = uuid()
    const overlaps = await requireRoom(tx, projectId, { id, name }, position, settings)
    const { allowOverlap: _, ...place } = position
    await clipStep(tx, settings, editor, {
      label: `Add “${name}”`,
      id,
      before: undefined,
      after: { ...plainClip, name, ...ties, ...place },
      prompts: { ...promptColumns(prompts), characterIds: [] },
    })
    return { id, overlaps }
  })
}

export const promptColumns = ({ image, video, negative }: Prompts) => ({
  imagePrompt: image,
  videoPrompt: video,
  negativePrompt: negative,
})

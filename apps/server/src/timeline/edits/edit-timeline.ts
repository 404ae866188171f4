import type { TimelineEdit, TimelineStep } from '@storycanvas/api'
import type { Database } from '../../platform/database/database.ts'
import type { AccountActor } from '../../platform/policy/actor.ts'
import { changeCut } from '../cut/change-cut.ts'
import { applyToCut } from './apply-edit.ts'
import { cutModel } from './cut-model.ts'
import { changedStates, originsOf } from './cut-states.ts'
import { labelOf } from './label.ts'
import { requireVisibleMedia } from './media-access.ts'
import { clipMaker } from './new-clip.ts'
import { reachedBy } from './reached.ts'
import { clipPlaces, clipsWithin, cutRows } from './read-states.ts'
import { refusalOf } from './refuse.ts'
import { openSources } from './sources.ts'
import { makeStep } from './step.ts'

type Wish = { edits: readonly TimelineEdit[]; label?: string | undefined }

/** Makes edits one after the other, all or none, as one step. Only what they can reach is read. */
export async function editTimeline(
  database: Database,
  projectId: string,
  actor: AccountActor,
  { edits: wanted, label }: Wish,
): Promise<TimelineStep> {
  const edits = wanted.map(inLowerCase)
  await requireVisibleMedia(database, actor, edits)
  return changeCut(database, projectId, async (tx, settings) => {
    const named = await clipPlaces(tx, projectId, clipsNamedBy(edits))
    const rows = await cutRows(tx, projectId, await clipsWithin(tx, projectId, reachedBy(edits, named)))
    const maker = clipMaker(tx, projectId)
    const parts = { sources: openSources(tx, settings.rate), newClip: maker.newClip }
    const first = cutModel(projectId, settings.rate, rows)
    let last = first
    let removedTransitions = 0
    for (const [index, edit] of edits.entries())
      try {
        const { cut, removed } = await applyToCut(last, edit, parts)
        last = cut
        removedTransitions += removed
      } catch (error) {
        throw refusalOf(error, `edits.${index}`)
      }
    return makeStep(
      tx,
      settings,
      { projectId, accountId: actor.id },
      {
        label: label ?? labelOf(edits, first.timeline),
        ...changedStates(rows, first, last),
        lying: rows.clips,
        origins: originsOf(last, maker.prompts),
        removedTransitions,
      },
    )
  })
}

const clipsNamedBy = (edits: readonly TimelineEdit[]): string[] => [
  ...new Set(edits.flatMap(edit => ('clipIds' in edit ? edit.clipIds : 'clipId' in edit ? [edit.clipId] : []))),
]

/** UUIDs may be sent in capitals; rows have them in small letters. */
function inLowerCase(edit: TimelineEdit): TimelineEdit {
  switch (edit.kind) {
    case 'remove':
      return { ...edit, clipIds: edit.clipIds.map(id => id.toLowerCase()) }
    case 'remove-marker':
      return { ...edit, markerId: edit.markerId.toLowerCase() }
    case 'marker': {
      const { id, ...rest } = edit.marker
      return { ...edit, marker: id === undefined ? rest : { ...rest, id: id.toLowerCase() } }
    }
    default:
      return 'clipId' in edit ? { ...edit, clipId: edit.clipId.toLowerCase() } : edit
  }
}

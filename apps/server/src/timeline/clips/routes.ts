import type { contract } from '@storycanvas/api'
import type { Context } from '../../context.ts'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../../story/change-story.ts'
import { currentInputsOf } from '../../story/pictures/current-inputs.ts'
import { takesOf } from '../../takes/read.ts'
import { editorOf } from '../edits/history.ts'
import { applyCharacter } from './apply-character.ts'
import { setClipPrompts, updateClip } from './change.ts'
import { createClip } from './create.ts'
import { deleteClip, restoreClip } from './delete.ts'
import { placeClip } from './place.ts'
import { getClip, listClips, listProjectClips, readClip } from './read.ts'

export type ClipOperations =
  | 'listProjectClips'
  | 'createClip'
  | 'listClips'
  | 'getClip'
  | 'updateClip'
  | 'deleteClip'
  | 'restoreClip'
  | 'getClipGallery'
  | 'placeClip'
  | 'setClipPrompts'
  | 'applyCharacter'

export function clipRoutes(parts: Pick<Context, 'database' | 'grants'>): Handlers<Pick<typeof contract, ClipOperations>> {
  const { database, grants } = parts
  return {
    listProjectClips: async ({ params }) => ({ items: await listProjectClips(parts, params.id) }),
    createClip: async call => {
      const { id, overlaps } = await createClip(database, editorOf(call), call.body)
      return { clip: await getClip(parts, id), overlaps }
    },
    listClips: ({ query }) => listClips(parts, query),
    getClip: ({ params }) => getClip(parts, params.id),
    updateClip: async call => {
      await updateClip(database, projectOf(call), call.params.id, call.body)
      return getClip(parts, call.params.id)
    },
    deleteClip: call => deleteClip(database, editorOf(call), call.params.id),
    restoreClip: async call => {
      await restoreClip(database, editorOf(call), call.params.id)
      return getClip(parts, call.params.id)
    },
    getClipGallery: async ({ params }) => {
      const { id, panelId, projectId } = await readClip(database, params.id)
      const current = await currentInputsOf(database, projectId, panelId === null ? [] : [panelId])
      return { items: await takesOf(database, grants, { clipId: id, panelId }, current) }
    },
    placeClip: async call => {
      const overlaps = await placeClip(database, editorOf(call), call.params.id, call.body)
      return { clip: await getClip(parts, call.params.id), overlaps }
    },
    setClipPrompts: async call => {
      await setClipPrompts(database, projectOf(call), call.params.id, call.body)
      return getClip(parts, call.params.id)
    },
    applyCharacter: async call => {
      await applyCharacter(parts, projectOf(call), call.params.id, call.params.clipId)
      return getClip(parts, call.params.clipId)
    },
  }
}

import type { contract } from '@storycanvas/api'
import { v7 as uuid } from 'uuid'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import type { StoryContext } from '../story/context.ts'
import { projectOf } from '../story/change-story.ts'
import { type Deletion, inTrash, notInTrash } from '../story/trash.ts'
import { createDraft } from './create.ts'
import { getDraft, listDrafts } from './read.ts'
import { selectDraft } from './select.ts'

type Operations = 'createDraft' | 'listDrafts' | 'getDraft' | 'selectDraft' | 'deleteDraft' | 'restoreDraft'

/** The room of what awaits a choice. */
export function draftRoutes(context: StoryContext): Handlers<Pick<typeof contract, Operations>> {
  const { database } = context
  const setDeletion = (projectId: string, id: string, deletion: Deletion) =>
    database.transaction().execute(async tx => {
      await tx.updateTable('draft').set(deletion).where('id', '=', id).execute()
      await publish(tx, [projectTopic(projectId)], changed('draft', id, projectId))
    })
  return {
    createDraft: async ({ body }) => getDraft(database, await createDraft(database, body)),
    listDrafts: ({ query }) => listDrafts(database, query),
    getDraft: ({ params }) => getDraft(database, params.id),
    selectDraft: ({ actor, params, body }) => selectDraft(context, actor.id, params.id, body.candidateId),
    deleteDraft: call => setDeletion(projectOf(call), call.params.id, inTrash(uuid())),
    restoreDraft: async call => {
      await setDeletion(projectOf(call), call.params.id, notInTrash)
      return getDraft(database, call.params.id)
    },
  }
}

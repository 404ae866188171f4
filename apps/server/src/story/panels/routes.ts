import type { contract } from '@storycanvas/api'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { promptOf } from '../pictures/prompt.ts'
import { createPanel, updatePanel } from './change.ts'
import { updatePanels } from './change-many.ts'
import { deletePanel, deletePanels, restorePanel } from './delete.ts'
import { getPanel, listPanels } from './read.ts'

type Operations =
  | 'createPanel'
  | 'listPanels'
  | 'getPanel'
  | 'updatePanel'
  | 'updatePanels'
  | 'deletePanel'
  | 'deletePanels'
  | 'restorePanel'
  | 'getPanelPrompt'

export function panelRoutes(context: StoryContext): Handlers<Pick<typeof contract, Operations>> {
  return {
    createPanel: async call => getPanel(context, await createPanel(context, projectOf(call), call.params.id, call.body)),
    listPanels: async call => ({
      items: await listPanels(context, projectOf(call), call.params.id, call.query.deleted),
    }),
    getPanel: ({ params }) => getPanel(context, params.id),
    updatePanel: async call => {
      await updatePanel(context, projectOf(call), call.params.id, call.body)
      return getPanel(context, call.params.id)
    },
    updatePanels: call => {
      const { panelIds, ...change } = call.body
      return updatePanels(context, projectOf(call), panelIds, change)
    },
    deletePanel: call => deletePanel(context, projectOf(call), call.params.id),
    deletePanels: call => deletePanels(context, projectOf(call), call.body.panelIds),
    restorePanel: async call => {
      await restorePanel(context, projectOf(call), call.params.id)
      return getPanel(context, call.params.id)
    },
    getPanelPrompt: ({ params }) => promptOf(context.database, params.id),
  }
}

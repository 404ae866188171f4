import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { changeTemplate, createTemplate, deleteTemplate, getTemplate, listTemplates, useTemplate } from './templates.ts'

type Operations = 'createTemplate' | 'listTemplates' | 'getTemplate' | 'updateTemplate' | 'deleteTemplate' | 'useTemplate'

export function templateRoutes({ database }: Pick<Context, 'database'>): Handlers<Pick<typeof contract, Operations>> {
  return {
    createTemplate: ({ actor, body }) => createTemplate(database, actor.id, body),
    listTemplates: ({ actor, query }) => listTemplates(database, actor.id, query.limit, query.cursor),
    getTemplate: ({ params }) => getTemplate(database, params.id),
    updateTemplate: ({ params, body }) => changeTemplate(database, params.id, body),
    deleteTemplate: ({ params }) => deleteTemplate(database, params.id),
    useTemplate: ({ params }) => useTemplate(database, params.id),
  }
}

import type { contract } from '@storycanvas/api'
import { readProjectFile } from '../archive/import.ts'
import { projectFile } from '../archive/read-project.ts'
import { definedOnly } from '../platform/database/patch.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { type FiguresOf, getProject } from '../projects/read.ts'
import type { StoryContext } from '../story/context.ts'
import { fileOf } from './built-in/file-of.ts'
import { builtInTemplates, outlineOf } from './built-in/index.ts'
import { changeTemplate, deleteTemplate, keepTemplate, makeProject, makeProjectOf } from './change.ts'
import { getProjectTemplate, listProjectTemplates, templateDocument } from './read.ts'
import { withoutPictures } from './without-pictures.ts'

type Made = 'createProjectTemplate' | 'importProjectTemplate' | 'exportProjectTemplate' | 'createProjectFromTemplate'
type BuiltIn = 'listBuiltInTemplates' | 'createProjectFromBuiltIn'
type Operations = Made | BuiltIn | 'listProjectTemplates' | 'updateProjectTemplate' | 'deleteProjectTemplate'

/** The room of ways to begin that people keep and share. */
export function projectTemplateRoutes(
  context: Pick<StoryContext, 'database' | 'boardChanged'>,
  { figuresOf }: { figuresOf: FiguresOf },
): Handlers<Pick<typeof contract, Operations>> {
  const { database } = context
  const keep = async (...[ownerId, template]: [string, Parameters<typeof keepTemplate>[2]]) =>
    getProjectTemplate(database, await keepTemplate(database, ownerId, template))
  return {
    createProjectTemplate: async ({ actor, body }) => {
      const document = withoutPictures(await projectFile(database, body.projectId), body.keep)
      return keep(actor.id, { name: body.name, description: body.description, document })
    },
    listProjectTemplates: ({ actor, query }) => listProjectTemplates(database, actor.id, query),
    updateProjectTemplate: async ({ params, body }) => {
      await changeTemplate(database, params.id, body)
      return getProjectTemplate(database, params.id)
    },
    deleteProjectTemplate: ({ params }) => deleteTemplate(database, params.id),
    exportProjectTemplate: async ({ params }) => {
      const { name, document } = await templateDocument(database, params.id)
      const body = JSON.stringify({ ...document, project: { ...document.project, name } })
      return { mediaType: 'application/json', fileName: `${name}.storycanvas-template.json`, body, caching: 'never' }
    },
    importProjectTemplate: async ({ actor, body }) => {
      const document = withoutPictures(readProjectFile(body.file), 'story')
      return keep(actor.id, { name: body.name ?? document.project.name, description: '', document })
    },
    listBuiltInTemplates: async () => ({ items: builtInTemplates() }),
    createProjectFromBuiltIn: async ({ actor, params, body: { name, ...settings } }) => {
      const file = fileOf(outlineOf(params.template), name, definedOnly(settings))
      return getProject(database, figuresOf, await makeProject(context, actor.id, file), 'owner')
    },
    createProjectFromTemplate: async ({ actor, params, body }) => {
      const id = await makeProjectOf(context, actor.id, params.id, body.name)
      return getProject(database, figuresOf, id, 'owner')
    },
  }
}

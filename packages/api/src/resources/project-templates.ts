import { z } from 'zod'
import { byId, document, id, line, page, pageQuery, Rate, text, times } from '../fields.ts'
import { bytes, empty, json, routes } from '../route.ts'
import { AspectRatio, Project, ProjectTemplate } from './projects.ts'
import { Instruction } from './story.ts'

/** How much of a project its template keeps. */
const Kept = z.enum(['directions', 'cast', 'story'])

/** A way to begin a project that a person has kept: settings and directions, perhaps a cast, perhaps a whole story. */
export const SavedTemplate = z.object({
  id,
  name: z.string(),
  description: z.string(),
  aspectRatio: AspectRatio,
  rate: Rate,
  counts: z.object({
    instructions: z.int(),
    characters: z.int(),
    locations: z.int(),
    chapters: z.int(),
    scenes: z.int(),
    panels: z.int(),
  }),
  useCount: z.int(),
  ...times,
})
export type SavedTemplate = z.output<typeof SavedTemplate>

/** A way to begin that comes with StoryCanvas, with all that it brings. */
export const BuiltInTemplate = z.object({
  id: ProjectTemplate,
  name: z.string(),
  description: z.string(),
  aspectRatio: AspectRatio,
  rate: Rate,
  style: z.string(),
  directions: z.array(z.object({ scope: Instruction.shape.scope, text: z.string() })),
  chapters: z.array(
    z.object({
      title: z.string(),
      synopsis: z.string(),
      scenes: z.array(z.object({ heading: z.string(), synopsis: z.string(), panels: z.array(z.string()), durationMs: z.int() })),
    }),
  ),
  durationMs: z.int(),
})
export type BuiltInTemplate = z.output<typeof BuiltInTemplate>

const on = { kind: 'object', object: 'project-template', at: 'params.id' } as const
const named = { name: line(200), description: text(5000) }

export const projectTemplates = routes({
  createProjectTemplate: {
    method: 'POST',
    path: '/api/v1/project-templates',
    group: 'project-templates',
    summary: 'Keep a project as a template of mine: never its pictures, and as much of the rest as is asked for',
    access: { kind: 'object', object: 'project', at: 'body.projectId', action: 'edit' },
    status: 201,
    body: z.strictObject({
      projectId: id,
      name: named.name,
      description: named.description.default(''),
      keep: Kept.default('story'),
    }),
    reply: json(SavedTemplate),
  },
  listProjectTemplates: {
    method: 'GET',
    path: '/api/v1/project-templates',
    group: 'project-templates',
    summary: 'My project templates, newest first',
    access: { kind: 'account' },
    query: z.object({ ...pageQuery, search: text(200).optional() }),
    reply: json(page(SavedTemplate)),
  },
  updateProjectTemplate: {
    method: 'PATCH',
    path: '/api/v1/project-templates/:id',
    group: 'project-templates',
    summary: 'Rename a project template',
    access: { ...on, action: 'edit' },
    params: byId,
    body: z.strictObject(named).partial(),
    reply: json(SavedTemplate),
  },
  deleteProjectTemplate: {
    method: 'DELETE',
    path: '/api/v1/project-templates/:id',
    group: 'project-templates',
    summary: 'Delete a project template; projects made from it stay',
    access: { ...on, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  exportProjectTemplate: {
    method: 'GET',
    path: '/api/v1/project-templates/:id/file',
    group: 'project-templates',
    summary: 'A project template as a file to share',
    access: { ...on, action: 'view' },
    params: byId,
    reply: bytes('application/json'),
  },
  importProjectTemplate: {
    method: 'POST',
    path: '/api/v1/project-templates/import',
    group: 'project-templates',
    summary: 'Keep a project template that somebody shared',
    access: { kind: 'account' },
    status: 201,
    body: z.strictObject({ name: named.name.optional(), file: document(5_000_000) }),
    reply: json(SavedTemplate),
  },
  createProjectFromTemplate: {
    method: 'POST',
    path: '/api/v1/project-templates/:id/projects',
    group: 'project-templates',
    summary: 'Make a project from a template of mine',
    access: { ...on, action: 'edit' },
    status: 201,
    params: byId,
    body: z.strictObject({ name: line(200) }),
    reply: json(Project),
  },
  listBuiltInTemplates: {
    method: 'GET',
    path: '/api/v1/project-templates/built-in',
    group: 'project-templates',
    summary: 'The ways to begin that come with StoryCanvas: settings, directions, and a story to write over',
    access: { kind: 'account' },
    reply: json(z.object({ items: z.array(BuiltInTemplate) })),
  },
  createProjectFromBuiltIn: {
    method: 'POST',
    path: '/api/v1/project-templates/built-in/:template/projects',
    group: 'project-templates',
    summary: 'Make a project of a built-in template with all that it brings; settings that are given go before its own',
    access: { kind: 'account' },
    status: 201,
    params: z.object({ template: ProjectTemplate }),
    body: z.strictObject({
      name: line(200),
      aspectRatio: AspectRatio.optional(),
      rate: Rate.optional(),
      dropFrame: z.boolean().default(false),
      style: text(5000).optional(),
    }),
    reply: json(Project),
  },
})

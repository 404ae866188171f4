import { z } from 'zod'
import { byId, document, id, instant, line, page, pageQuery, text } from '../fields.ts'
import { empty, json, routes } from '../route.ts'
import { GenerationKind } from './generation.ts'

const fields = {
  name: line(200),
  description: text(2000),
  kind: GenerationKind,
  preset: line(100),
  /** Words for every picture made with it. */
  prompt: text(20_000),
  negativePrompt: text(20_000),
  /** Settings of the preset, such as steps and guidance. */
  parameters: document(64 * 1024),
}

/** Generation settings under a name. */
export const StyleTemplate = z.object({
  id,
  ...fields,
  parameters: z.record(z.string(), z.unknown()),
  uses: z.int(),
  lastUsedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
})
export type StyleTemplate = z.output<typeof StyleTemplate>

const on = { kind: 'object', object: 'style-template', at: 'params.id' } as const

export const templates = routes({
  createTemplate: {
    method: 'POST',
    path: '/api/v1/templates',
    group: 'templates',
    summary: 'Keep generation settings under a name',
    access: { kind: 'account' },
    status: 201,
    body: z.strictObject({
      name: fields.name,
      description: fields.description.default(''),
      kind: fields.kind.default('text-to-image'),
      preset: fields.preset.default('builtin-storyboard'),
      prompt: fields.prompt.default(''),
      negativePrompt: fields.negativePrompt.default(''),
      parameters: fields.parameters.default({}),
    }),
    reply: json(StyleTemplate),
  },
  listTemplates: {
    method: 'GET',
    path: '/api/v1/templates',
    group: 'templates',
    summary: 'My style templates, the most used first',
    access: { kind: 'account' },
    query: z.object(pageQuery),
    reply: json(page(StyleTemplate)),
  },
  getTemplate: {
    method: 'GET',
    path: '/api/v1/templates/:id',
    group: 'templates',
    summary: 'One style template',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(StyleTemplate),
  },
  updateTemplate: {
    method: 'PATCH',
    path: '/api/v1/templates/:id',
    group: 'templates',
    summary: 'Change a style template',
    access: { ...on, action: 'edit' },
    params: byId,
    body: z.strictObject(fields).partial(),
    reply: json(StyleTemplate),
  },
  deleteTemplate: {
    method: 'DELETE',
    path: '/api/v1/templates/:id',
    group: 'templates',
    summary: 'Delete a style template',
    access: { ...on, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  useTemplate: {
    method: 'POST',
    path: '/api/v1/templates/:id/use',
    group: 'templates',
    summary: 'Count a use of a style template, and get its settings',
    access: { ...on, action: 'edit' },
    params: byId,
    reply: json(StyleTemplate),
  },
})

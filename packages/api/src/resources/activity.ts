import { z } from 'zod'
import { byId, id, instant, page, pageQuery } from '../fields.ts'
import { json, routes } from '../route.ts'

const kinds = ['project', 'chapter', 'scene', 'panel', 'character', 'location', 'instruction', 'cut'] as const

/** What a change did to things of one kind. */
export const ActivityPart = z.object({
  kind: z.enum(kinds),
  verb: z.enum(['created', 'changed', 'moved', 'deleted', 'restored']),
  count: z.int(),
  /** The first of them, and what it was called then. */
  objectId: id,
  name: z.string().meta({ examples: ['INT. KITCHEN - NIGHT'] }),
  /** Fields that have changed; where there are several things, of any of them. */
  fields: z.array(z.string()).meta({ examples: [['imagePrompt']] }),
})
export type ActivityPart = z.output<typeof ActivityPart>

export const ActivityEntry = z.object({
  id,
  /** The operation of this API that it was, as `updatePanel`. */
  operation: z.string(),
  by: z.object({ accountId: id, name: z.string() }).nullable(),
  at: instant,
  /** `undo` takes the change `about` back, `redo` makes it again. */
  way: z.enum(['change', 'undo', 'redo']),
  about: id.nullable(),
  /** Of a change: it has been taken back and not been made again since. */
  isTakenBack: z.boolean(),
  parts: z.array(ActivityPart),
})
export type ActivityEntry = z.output<typeof ActivityEntry>

const project = { kind: 'object', object: 'project', at: 'params.id' } as const
const ofEntry = z.object({ id, entryId: id })

export const activity = routes({
  listActivity: {
    method: 'GET',
    path: '/api/v1/projects/:id/activity',
    group: 'activity',
    summary: 'Who changed what in a project, newest first',
    access: { ...project, action: 'view' },
    params: byId,
    query: z.object({
      ...pageQuery,
      by: id.optional().meta({ description: 'account of one person' }),
      kind: z.enum(kinds).optional(),
    }),
    reply: json(page(ActivityEntry)),
  },
  undoActivity: {
    method: 'POST',
    path: '/api/v1/projects/:id/activity/:entryId/undo',
    group: 'activity',
    summary: 'Take any change back; refused, with who stands in the way, where what it changed has been changed since',
    access: { ...project, action: 'edit' },
    params: ofEntry,
    reply: json(ActivityEntry),
  },
  redoActivity: {
    method: 'POST',
    path: '/api/v1/projects/:id/activity/:entryId/redo',
    group: 'activity',
    summary: 'Make a change again that was taken back',
    access: { ...project, action: 'edit' },
    params: ofEntry,
    reply: json(ActivityEntry),
  },
  undoOwn: {
    method: 'POST',
    path: '/api/v1/projects/:id/activity/undo',
    group: 'activity',
    summary: 'Take back the last change of one’s own that is not taken back',
    access: { ...project, action: 'edit' },
    params: byId,
    reply: json(ActivityEntry),
  },
  redoOwn: {
    method: 'POST',
    path: '/api/v1/projects/:id/activity/redo',
    group: 'activity',
    summary: 'Make the change of one’s own again that was taken back last',
    access: { ...project, action: 'edit' },
    params: byId,
    reply: json(ActivityEntry),
  },
})

import { z } from 'zod'
import { byId, flag, id, instant, line, page, pageQuery, text, times } from '../fields.ts'
import { empty, json, routes } from '../route.ts'

/** What a draft is for: one text of a scene or panel, or the picture that a panel shows. */
const DraftTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scene'), id, field: z.enum(['text', 'synopsis']) }),
  z.strictObject({
    kind: z.literal('panel'),
    id,
    field: z.enum(['description', 'imagePrompt', 'videoPrompt', 'negativePrompt', 'take']),
  }),
])
export type DraftTarget = z.output<typeof DraftTarget>

const Candidate = z.object({
  id,
  text: z.string().nullable(),
  takeId: id.nullable(),
  /** Who or what proposes it. */
  note: z.string(),
})

/** Candidates that await a choice. Choosing changes the target and nothing else; another one can be chosen later. */
export const Draft = z.object({
  id,
  projectId: id,
  title: z.string(),
  target: DraftTarget,
  candidates: z.array(Candidate),
  chosenCandidateId: id.nullable(),
  chosenAt: instant.nullable(),
  ...times,
})
export type Draft = z.output<typeof Draft>

const on = { kind: 'object', object: 'draft', at: 'params.id' } as const
const note = text(500).default('')

export const drafts = routes({
  createDraft: {
    method: 'POST',
    path: '/api/v1/drafts',
    group: 'drafts',
    summary: 'Lay candidates before those who choose',
    access: { kind: 'object', action: 'edit', object: 'project', at: 'body.projectId' },
    status: 201,
    body: z.strictObject({
      projectId: id,
      title: line(200),
      target: DraftTarget,
      /** Texts for a text, takes of the panel for its picture. */
      candidates: z
        .array(z.union([z.strictObject({ text: text(20_000), note }), z.strictObject({ takeId: id, note })]))
        .min(1)
        .max(50),
    }),
    reply: json(Draft),
  },
  listDrafts: {
    method: 'GET',
    path: '/api/v1/drafts',
    group: 'drafts',
    summary: 'Drafts of a project, newest first',
    access: { kind: 'object', action: 'view', object: 'project', at: 'query.projectId' },
    query: z.object({
      projectId: id,
      targetId: id.optional(),
      state: z.enum(['open', 'chosen']).optional(),
      deleted: flag,
      ...pageQuery,
    }),
    reply: json(page(Draft)),
  },
  getDraft: {
    method: 'GET',
    path: '/api/v1/drafts/:id',
    group: 'drafts',
    summary: 'One draft with its candidates',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(Draft),
  },
  selectDraft: {
    method: 'POST',
    path: '/api/v1/drafts/:id/select',
    group: 'drafts',
    summary: 'Choose a candidate: it becomes the text, or the picture, of the target',
    access: { ...on, action: 'edit' },
    params: byId,
    body: z.strictObject({ candidateId: id }),
    reply: json(Draft),
  },
  deleteDraft: {
    method: 'DELETE',
    path: '/api/v1/drafts/:id',
    group: 'drafts',
    summary: 'Move a draft to the trash; what was chosen stays chosen',
    access: { ...on, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreDraft: {
    method: 'POST',
    path: '/api/v1/drafts/:id/restore',
    group: 'drafts',
    summary: 'Bring a deleted draft back',
    access: { ...on, action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Draft),
  },
})

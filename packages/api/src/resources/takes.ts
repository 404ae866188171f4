import { z } from 'zod'
import { byId, id, instant, line } from '../fields.ts'
import { empty, json, routes } from '../route.ts'
import { Generation } from './generation.ts'
import { Take } from './panels.ts'

/** How a take came about: enough to make it again. */
const Provenance = z.object({
  preset: z.string().nullable(),
  kind: z.string().nullable(),
  workflow: z.string().nullable(),
  prompt: z.string().nullable(),
  negativePrompt: z.string().nullable(),
  /** Pictures that went in, by the sha256 of their bytes. */
  references: z.array(z.object({ what: z.string(), hash: z.string() })),
  parameters: z.record(z.string(), z.unknown()),
  server: z.string().nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** Millionths of a US dollar. */
  costMicros: z.int().nullable(),
})

const Difference = z.object({ field: z.string(), left: z.unknown(), right: z.unknown() })

const TakeDetail = Take.extend({
  inputs: z.unknown(),
  inputsHash: z.string(),
  /** In what the inputs (left) differ from what the panel would give today (right); empty unless the take is stale. */
  changes: z.array(Difference),
  provenance: Provenance,
})
export type TakeDetail = z.output<typeof TakeDetail>

/** A line of work on one panel: the panel shows the choice of the branch that it is on. */
export const TakeBranch = z.object({
  id,
  panelId: id,
  name: z.string(),
  active: z.boolean(),
  chosenTakeId: id.nullable(),
  /** The take it began with. */
  fromTakeId: id.nullable(),
  createdAt: instant,
})
export type TakeBranch = z.output<typeof TakeBranch>

/** For a drawing: one lane a branch, one row a take, oldest first. */
export const TakeTree = z.object({
  branches: z.array(TakeBranch.extend({ lane: z.int() })),
  takes: z.array(z.object({ take: Take, lane: z.int(), row: z.int() })),
  /** Choices that a branch took over from another one. */
  merges: z.array(z.object({ branchId: id, fromBranchId: id, takeId: id, createdAt: instant })),
})
export type TakeTree = z.output<typeof TakeTree>

const on = { kind: 'object', object: 'take', at: 'params.id' } as const
const onPanel = { kind: 'object', object: 'panel', at: 'params.id' } as const
const onBranch = { kind: 'object', object: 'take-branch', at: 'params.id' } as const
const name = line(100)

export const takes = routes({
  getTake: {
    method: 'GET',
    path: '/api/v1/takes/:id',
    group: 'takes',
    summary: 'One take with everything that went in and how it came about',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(TakeDetail),
  },
  updateTake: {
    method: 'PATCH',
    path: '/api/v1/takes/:id',
    group: 'takes',
    summary: 'Mark a take as a favourite, or no longer',
    access: { ...on, action: 'edit' },
    params: byId,
    body: z.strictObject({ favourite: z.boolean() }),
    reply: json(Take),
  },
  deleteTake: {
    method: 'DELETE',
    path: '/api/v1/takes/:id',
    group: 'takes',
    summary: 'Delete a take; what shows it shows none',
    access: { ...on, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreTake: {
    method: 'POST',
    path: '/api/v1/takes/:id/restore',
    group: 'takes',
    summary: 'Bring a deleted take back',
    access: { ...on, action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Take),
  },
  makeTakeAgain: {
    method: 'POST',
    path: '/api/v1/takes/:id/again',
    group: 'takes',
    summary: 'Ask for exactly what gave this take, whatever the panel says today',
    access: { ...on, action: 'edit' },
    status: 202,
    params: byId,
    /** Without `fresh` the answer is the take itself, for nothing. */
    body: z.strictObject({ fresh: z.boolean().default(true) }),
    reply: json(Generation),
  },
  compareTakes: {
    method: 'GET',
    path: '/api/v1/takes/:id/compare',
    group: 'takes',
    summary: 'Two takes side by side, and in what they differ',
    access: { ...on, action: 'view' },
    params: byId,
    query: z.object({ with: id }),
    reply: json(z.object({ left: TakeDetail, right: TakeDetail, differences: z.array(Difference) })),
  },
  listTakeBranches: {
    method: 'GET',
    path: '/api/v1/panels/:id/branches',
    group: 'takes',
    summary: 'Branches of the takes of a panel, oldest first',
    access: { ...onPanel, action: 'view' },
    params: byId,
    reply: json(z.object({ items: z.array(TakeBranch) })),
  },
  getTakeTree: {
    method: 'GET',
    path: '/api/v1/panels/:id/take-tree',
    group: 'takes',
    summary: 'Takes of a panel with parents, branches and merges, laid out for a drawing',
    access: { ...onPanel, action: 'view' },
    params: byId,
    reply: json(TakeTree),
  },
  createTakeBranch: {
    method: 'POST',
    path: '/api/v1/panels/:id/branches',
    group: 'takes',
    summary: 'Begin a branch at a take, or at the one that the panel shows, and switch to it',
    access: { ...onPanel, action: 'edit' },
    status: 201,
    params: byId,
    body: z.strictObject({ name, fromTakeId: id.optional(), switch: z.boolean().default(true) }),
    reply: json(TakeBranch),
  },
  updateTakeBranch: {
    method: 'PATCH',
    path: '/api/v1/take-branches/:id',
    group: 'takes',
    summary: 'Rename a branch',
    access: { ...onBranch, action: 'edit' },
    params: byId,
    body: z.strictObject({ name }),
    reply: json(TakeBranch),
  },
  deleteTakeBranch: {
    method: 'DELETE',
    path: '/api/v1/take-branches/:id',
    group: 'takes',
    summary: 'Delete a branch that the panel is not on; its takes stay',
    access: { ...onBranch, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  switchTakeBranch: {
    method: 'POST',
    path: '/api/v1/take-branches/:id/switch',
    group: 'takes',
    summary: 'Put the panel on this branch: it shows what was chosen there',
    access: { ...onBranch, action: 'edit' },
    params: byId,
    reply: json(TakeBranch),
  },
  mergeTakeBranch: {
    method: 'POST',
    path: '/api/v1/take-branches/:id/merge',
    group: 'takes',
    summary: 'Take over the choice of another branch of the same panel',
    access: { ...onBranch, action: 'edit' },
    params: byId,
    body: z.strictObject({ fromBranchId: id }),
    reply: json(TakeBranch),
  },
  goBackOnTakeBranch: {
    method: 'POST',
    path: '/api/v1/take-branches/:id/back',
    group: 'takes',
    summary: 'Go back to what was chosen on this branch before',
    access: { ...onBranch, action: 'edit' },
    params: byId,
    reply: json(TakeBranch),
  },
  listStaleTakes: {
    method: 'GET',
    path: '/api/v1/projects/:id/stale-takes',
    group: 'takes',
    summary: 'Chosen takes whose inputs have changed, and what making them again would cost',
    access: { kind: 'object', object: 'project', at: 'params.id', action: 'view' },
    params: byId,
    reply: json(
      z.object({
        items: z.array(z.object({ panelId: id, take: Take, preset: z.string(), costMicros: z.int() })),
        costMicros: z.int(),
      }),
    ),
  },
})

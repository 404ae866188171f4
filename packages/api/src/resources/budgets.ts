import { z } from 'zod'
import { byId, id, instant, page, pageQuery } from '../fields.ts'
import { json, routes } from '../route.ts'

/** Millionths of a US dollar. */
const micros = z.int().min(0).max(1_000_000_000_000)

/** Money for services that charge: what may be spent, what is set aside for work under way, what is spent. */
export const Budget = z.object({
  /** Null for no limit. */
  capMicros: micros.nullable(),
  /** A second limit, set by an administrator. */
  ceilingMicros: micros.nullable(),
  heldMicros: micros,
  spentMicros: micros,
  /** Of the smaller limit; null without one. */
  leftMicros: micros.nullable(),
})
export type Budget = z.output<typeof Budget>

const BudgetEntry = z.object({
  id,
  generationId: id,
  accountId: id,
  panelId: id.nullable(),
  preset: z.string(),
  kind: z.enum(['hold', 'settle', 'release']),
  micros,
  createdAt: instant,
})

const onProject = { kind: 'object', object: 'project', at: 'params.id' } as const
const cap = z.strictObject({ capMicros: micros.nullable() })

export const budgets = routes({
  getProjectBudget: {
    method: 'GET',
    path: '/api/v1/projects/:id/budget',
    group: 'budgets',
    summary: 'Where the budget of a project stands',
    access: { ...onProject, action: 'view' },
    params: byId,
    reply: json(Budget),
  },
  setProjectBudget: {
    method: 'PUT',
    path: '/api/v1/projects/:id/budget',
    group: 'budgets',
    summary: 'Set what a project may spend; null for no limit',
    access: { ...onProject, action: 'manage' },
    params: byId,
    body: cap,
    reply: json(Budget),
  },
  listBudgetEntries: {
    method: 'GET',
    path: '/api/v1/projects/:id/budget/entries',
    group: 'budgets',
    summary: 'Every movement of the money of a project, newest first',
    access: { ...onProject, action: 'view' },
    params: byId,
    query: z.object(pageQuery),
    reply: json(page(BudgetEntry)),
  },
  getMyBudget: {
    method: 'GET',
    path: '/api/v1/budget',
    group: 'budgets',
    summary: 'Where my budget over all projects stands',
    access: { kind: 'account' },
    reply: json(Budget),
  },
  setMyBudget: {
    method: 'PUT',
    path: '/api/v1/budget',
    group: 'budgets',
    summary: 'Set what I may spend over all projects; null for no limit',
    access: { kind: 'account' },
    body: cap,
    reply: json(Budget),
  },
  setAccountCeiling: {
    method: 'PUT',
    path: '/api/v1/admin/accounts/:id/budget',
    group: 'budgets',
    summary: 'Set what an account may spend at most, whatever it sets itself; null for no limit',
    access: { kind: 'role', role: 'admin' },
    params: byId,
    body: cap,
    reply: json(Budget),
  },
  estimateGeneration: {
    method: 'POST',
    path: '/api/v1/generate/estimate',
    group: 'budgets',
    summary: 'What drawing these panels would cost at most, and whether the budgets allow it',
    access: { kind: 'object', action: 'edit', object: 'project', at: 'body.projectId' },
    body: z.strictObject({
      projectId: id,
      sceneId: id.optional(),
      panelIds: z.array(id).min(1).max(5000).optional(),
      onlyMissing: z.boolean().default(false),
      preset: z.string().max(100).default('builtin-storyboard'),
    }),
    reply: json(z.object({ panels: z.int(), costMicros: z.int(), leftMicros: z.int().nullable(), isAffordable: z.boolean() })),
  },
})

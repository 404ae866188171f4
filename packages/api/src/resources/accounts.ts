import { z } from 'zod'
import { byId, id, instant, line, text } from '../fields.ts'
import { empty, json, routes } from '../route.ts'

export const InstanceRole = z.enum(['owner', 'admin', 'moderator', 'member'])

export const Account = z.object({
  id,
  email: z.string().meta({ examples: ['ada@example.org'] }),
  name: z.string().meta({ examples: ['Ada Rowe'] }),
  role: InstanceRole,
  createdAt: instant,
})
export type Account = z.output<typeof Account>

const password = text(256)
  .min(10, 'must have at least 10 characters')
  .meta({ examples: ['correct horse battery'] })
const email = z
  .email()
  .max(254)
  .toLowerCase()
  .meta({ examples: ['ada@example.org'] })

/** The access token is a short-lived JWT; the refresh token works once and is replaced by each refresh. */
export const Tokens = z.object({
  accessToken: z.string(),
  accessTokenExpiresAt: instant,
  refreshToken: z.string(),
  account: Account,
})
export type Tokens = z.output<typeof Tokens>

const Session = z.object({
  id,
  current: z.boolean(),
  userAgent: z.string(),
  address: z.string(),
  createdAt: instant,
  lastUsedAt: instant,
})

const ApiKey = z.object({
  id,
  name: z.string(),
  /** First characters, to tell keys apart. */
  prefix: z.string().meta({ examples: ['sc_3fK9'] }),
  scope: z.enum(['read', 'write']),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  expiresAt: instant.nullable(),
})
export type ApiKey = z.output<typeof ApiKey>

const guessing = { max: 20, seconds: 60 }
const entrance = { kind: 'anyone', because: 'this is how one comes in' } as const

export const accounts = routes({
  register: {
    method: 'POST',
    path: '/api/v1/auth/register',
    group: 'auth',
    summary: 'Make an account; the first one on an empty install becomes the owner',
    access: entrance,
    limit: guessing,
    status: 201,
    body: z.strictObject({ email, name: line(80), password }),
    reply: json(Tokens),
  },
  logIn: {
    method: 'POST',
    path: '/api/v1/auth/login',
    group: 'auth',
    summary: 'Log in with e-mail and password',
    access: entrance,
    limit: guessing,
    body: z.strictObject({ email, password: z.string().min(1).max(256) }),
    reply: json(Tokens),
  },
  refreshTokens: {
    method: 'POST',
    path: '/api/v1/auth/refresh',
    group: 'auth',
    summary: 'Exchange a refresh token for new tokens; a used one ends its session',
    access: entrance,
    // Every page that is loaded asks once, and a whole school may come from one address; tokens are too long to be guessed.
    limit: { max: 600, seconds: 60 },
    body: z.strictObject({ refreshToken: z.string().min(1).max(200) }),
    reply: json(Tokens),
  },
  logOut: {
    method: 'POST',
    path: '/api/v1/auth/logout',
    group: 'auth',
    summary: 'End this session',
    access: { kind: 'account' },
    status: 204,
    reply: empty,
  },
  getMe: {
    method: 'GET',
    path: '/api/v1/auth/me',
    group: 'auth',
    summary: 'Who I am',
    access: { kind: 'account' },
    reply: json(Account),
  },
  listSessions: {
    method: 'GET',
    path: '/api/v1/auth/sessions',
    group: 'auth',
    summary: 'Where I am signed in',
    access: { kind: 'account' },
    reply: json(z.object({ items: z.array(Session) })),
  },
  revokeSession: {
    method: 'DELETE',
    path: '/api/v1/auth/sessions/:id',
    group: 'auth',
    summary: 'Sign a session out',
    access: { kind: 'account' },
    status: 204,
    params: byId,
    reply: empty,
  },
  endOtherSessions: {
    method: 'DELETE',
    path: '/api/v1/auth/sessions',
    group: 'auth',
    summary: 'Sign out everywhere but here; API keys stay',
    access: { kind: 'account' },
    status: 204,
    reply: empty,
  },
  changePassword: {
    method: 'POST',
    path: '/api/v1/auth/password',
    group: 'auth',
    summary: 'Change the password, which signs out everywhere but here; API keys stay',
    access: { kind: 'account' },
    limit: guessing,
    status: 204,
    body: z.strictObject({ currentPassword: z.string().min(1).max(256), newPassword: password }),
    reply: empty,
  },
  deleteAccount: {
    method: 'POST',
    path: '/api/v1/auth/delete-account',
    group: 'auth',
    summary:
      'Delete my account with its videos, keys and own projects; what I made in projects of others stays there, without my name',
    access: { kind: 'account' },
    limit: guessing,
    status: 204,
    body: z.strictObject({ password: z.string().min(1).max(256) }),
    reply: empty,
  },
  listApiKeys: {
    method: 'GET',
    path: '/api/v1/auth/api-keys',
    group: 'auth',
    summary: 'My API keys, without their secrets',
    access: { kind: 'account' },
    reply: json(z.object({ items: z.array(ApiKey) })),
  },
  createApiKey: {
    method: 'POST',
    path: '/api/v1/auth/api-keys',
    group: 'auth',
    summary: 'Make an API key; its secret is shown this once',
    access: { kind: 'account' },
    status: 201,
    body: z.strictObject({
      name: line(80),
      scope: z.enum(['read', 'write']).default('write'),
      expiresAt: instant.nullable().default(null),
    }),
    reply: json(ApiKey.extend({ key: z.string() })),
  },
  deleteApiKey: {
    method: 'DELETE',
    path: '/api/v1/auth/api-keys/:id',
    group: 'auth',
    summary: 'Withdraw an API key',
    access: { kind: 'account' },
    status: 204,
    params: byId,
    reply: empty,
  },
})

import { z } from 'zod'

/** What a person may do with an object; `policy` on the server knows which roles may. */
export type Action = 'view' | 'comment' | 'edit' | 'manage'

export type ObjectKind =
  | 'project'
  | 'instruction'
  | 'chapter'
  | 'scene'
  | 'panel'
  | 'clip'
  | 'character'
  | 'location'
  | 'draft'
  | 'project-template'
  | 'asset'
  | 'take'
  | 'take-branch'
  | 'generation'
  | 'generation-batch'
  | 'render'
  | 'job'
  | 'video'
  | 'media'
  | 'pull-worker'
  | 'style-template'
  | 'webhook'

export type InstanceRole = 'owner' | 'admin' | 'moderator' | 'member'

/** Where in the request the id of the object stands. */
export type ObjectPlace = `params.${string}` | `query.${string}` | `body.${string}`

/** An object of whichever of these kinds the request names at `kindAt`. */
export type ObjectByKind = { kindAt: ObjectPlace; among: readonly ObjectKind[] }

/** The kinds of object that a call can be about. */
export const kindsOfObject = ({ object }: Extract<Access, { kind: 'object' }>): readonly ObjectKind[] =>
  typeof object === 'string' ? [object] : object.among

/**
 * Who may call. `object` loads the object and asks the policy; for everyone who may not view it the answer is the same as
 * for an object that does not exist.
 */
export type Access =
  | { kind: 'anyone'; because: string }
  | { kind: 'account' }
  | { kind: 'role'; role: InstanceRole }
  | { kind: 'object'; action: Action; object: ObjectKind | ObjectByKind; at: ObjectPlace; includeDeleted?: true }

/** At most `max` calls in `seconds` from one address. */
export type Limit = { max: number; seconds: number }

/** What the reply is: JSON written from the schema, or bytes the handler streams. */
export type ReplyBody = { kind: 'json'; schema: z.ZodType } | { kind: 'bytes'; mediaTypes: readonly string[] } | { kind: 'empty' }

/** One HTTP endpoint, described once. Server, client, OpenAPI document and command line are all read from it. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `:name` for parameters. */
  path: string
  group: string
  summary: string
  access: Access
  status?: 200 | 201 | 202 | 204
  limit?: Limit
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** Where JSON bodies may be larger than the usual 8 MB. */
  maxBodyBytes?: number
  /** The body is one multipart file under the field `file` beside the fields of `body`. */
  upload?: { maxBytes: number; what: 'video' | 'image' | 'music' | 'story' | 'project' }
  reply: ReplyBody
}
export type Routes = Record<string, Route>

export const routes = <const R extends Routes>(table: R): R => table

export const json = <S extends z.ZodType>(schema: S) => ({ kind: 'json', schema }) as const
export const bytes = <const M extends readonly string[]>(...mediaTypes: M) => ({ kind: 'bytes', mediaTypes }) as const
export const empty = { kind: 'empty' } as const

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined
type Sent<S> = S extends z.ZodType ? z.input<S> : undefined
type WithoutUndefined<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] }

/** What a handler receives. */
export type Call<R extends Route> = WithoutUndefined<{
  params: Parsed<R['params']>
  query: Parsed<R['query']>
  body: Parsed<R['body']>
}>
/** What a caller sends. */
export type Request<R extends Route> = WithoutUndefined<{
  params: Sent<R['params']>
  query: Sent<R['query']>
  body: Sent<R['body']>
}>
/** What a JSON endpoint answers. */
export type Reply<R extends Route> = R['reply'] extends { kind: 'json'; schema: infer S extends z.ZodType }
  ? z.output<S>
  : R['reply'] extends { kind: 'empty' }
    ? undefined
    : never

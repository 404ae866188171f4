import { z } from 'zod'
import { byId, flag, id, instant, line, page, pageQuery, text, times } from '../fields.ts'
import { empty, json, routes } from '../route.ts'

/** A thing that one uses in more than one film. */
export const Asset = z.object({
  id,
  kind: z.enum(['face', 'image', 'music', 'prompt', 'lora']),
  name: z.string(),
  /** The words of a prompt, the file name of a LoRA with its trigger words, or a note. */
  text: z.string(),
  tags: z.array(z.string()),
  mediaId: id.nullable(),
  mediaType: z.string().nullable(),
  /** Signed and short-lived: ask again instead of storing it. */
  url: z.string().nullable(),
  useCount: z.int(),
  lastUsedAt: instant.nullable(),
  ...times,
})
export type Asset = z.output<typeof Asset>

const tag = line(50).transform(value => value.normalize('NFC').toLowerCase())
const tags = z
  .array(tag)
  .max(30)
  .transform(list => [...new Set(list)].sort())
const fields = { name: line(200), text: text(20_000), tags }

const on = { kind: 'object', object: 'asset', at: 'params.id' } as const

export const assets = routes({
  createAsset: {
    method: 'POST',
    path: '/api/v1/assets',
    group: 'assets',
    summary: 'Keep a face, picture, piece of music, prompt or LoRA for every project of mine',
    access: { kind: 'account' },
    status: 201,
    body: z.strictObject({
      kind: Asset.shape.kind.default('prompt'),
      name: fields.name,
      text: fields.text.default(''),
      tags: fields.tags.default([]),
      mediaId: id.nullable().default(null),
    }),
    reply: json(Asset),
  },
  listAssets: {
    method: 'GET',
    path: '/api/v1/assets',
    group: 'assets',
    summary: 'My assets, newest first, by kind, tag and words in name, text or tags',
    access: { kind: 'account' },
    query: z.object({
      ...pageQuery,
      kind: Asset.shape.kind.optional(),
      tag: tag.optional(),
      search: text(200).optional(),
      deleted: flag,
    }),
    reply: json(page(Asset)),
  },
  getAsset: {
    method: 'GET',
    path: '/api/v1/assets/:id',
    group: 'assets',
    summary: 'One asset',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(Asset),
  },
  updateAsset: {
    method: 'PATCH',
    path: '/api/v1/assets/:id',
    group: 'assets',
    summary: 'Rename, tag, rewrite',
    access: { ...on, action: 'edit' },
    params: byId,
    body: z.strictObject(fields).partial(),
    reply: json(Asset),
  },
  deleteAsset: {
    method: 'DELETE',
    path: '/api/v1/assets/:id',
    group: 'assets',
    summary: 'Move an asset to the trash; what uses it keeps it',
    access: { ...on, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreAsset: {
    method: 'POST',
    path: '/api/v1/assets/:id/restore',
    group: 'assets',
    summary: 'Bring a deleted asset back',
    access: { ...on, action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Asset),
  },
  useAsset: {
    method: 'POST',
    path: '/api/v1/assets/:id/use',
    group: 'assets',
    summary: 'Count one use more',
    access: { ...on, action: 'edit' },
    params: byId,
    reply: json(Asset),
  },
})

import { z } from 'zod'
import { byId, id, instant } from '../fields.ts'
import { empty, json, routes } from '../route.ts'
import { MediaPeaks } from './timeline-edits.ts'

/** A file a person brought along, checked and stored. */
export const MediaFile = z.object({
  id,
  kind: z.enum(['music', 'face', 'image']),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  durationMs: z.int().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  url: z.string(),
  createdAt: instant,
})
export type MediaFile = z.output<typeof MediaFile>

const storedBytes = z.int().min(0)

/** What an account has stored, in bytes; what lies in the trash counts until it is removed for good. */
export const Storage = z.object({
  /** All together; beyond the limit where takes came that had been asked for before it was reached. */
  takenBytes: storedBytes,
  /** Null for no limit. */
  limitBytes: storedBytes.nullable(),
  videos: storedBytes,
  /** Music and pictures. */
  files: storedBytes,
  /** Announced by uploads that are not finished. */
  uploads: storedBytes,
  /** Takes of the projects that are the account’s own, whoever asked for them. */
  takes: storedBytes,
})
export type Storage = z.output<typeof Storage>

export const media = routes({
  getMyStorage: {
    method: 'GET',
    path: '/api/v1/storage',
    group: 'media',
    summary: 'What I have stored, and how much I may',
    access: { kind: 'account' },
    reply: json(Storage),
  },
  uploadMusic: {
    method: 'POST',
    path: '/api/v1/media/music',
    group: 'media',
    summary: 'Upload a piece of music',
    access: { kind: 'account' },
    status: 201,
    limit: { max: 60, seconds: 60 },
    upload: { maxBytes: 50 * 1024 ** 2, what: 'music' },
    body: z.strictObject({}),
    reply: json(MediaFile),
  },
  uploadFace: {
    method: 'POST',
    path: '/api/v1/media/faces',
    group: 'media',
    summary: 'Upload a face picture',
    access: { kind: 'account' },
    status: 201,
    limit: { max: 60, seconds: 60 },
    upload: { maxBytes: 10 * 1024 ** 2, what: 'image' },
    body: z.strictObject({}),
    reply: json(MediaFile),
  },
  getMedia: {
    method: 'GET',
    path: '/api/v1/media/:id',
    group: 'media',
    summary: 'One uploaded file',
    access: { kind: 'object', action: 'view', object: 'media', at: 'params.id' },
    params: byId,
    reply: json(MediaFile),
  },
  deleteMedia: {
    method: 'DELETE',
    path: '/api/v1/media/:id',
    group: 'media',
    summary: 'Delete an uploaded file for good; refused while a cut, a cast or an asset uses it',
    access: { kind: 'object', action: 'edit', object: 'media', at: 'params.id' },
    status: 204,
    params: byId,
    reply: empty,
  },
  getMediaPeaks: {
    method: 'GET',
    path: '/api/v1/media/:id/peaks',
    group: 'media',
    summary: 'The shape of an uploaded sound, to draw its wave from',
    access: { kind: 'object', action: 'view', object: 'media', at: 'params.id' },
    params: byId,
    reply: json(MediaPeaks),
  },
})

import { z } from 'zod'
import { byId, id, instant } from '../fields.ts'
import { json, routes } from '../route.ts'
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

export const media = routes({
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

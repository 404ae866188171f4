import { z } from 'zod'
import { byId, flag, id, instant, line, page, pageQuery, text } from '../fields.ts'
import { JobState } from './queue.ts'
import { bytes, empty, json, routes } from '../route.ts'

export const Visibility = z.enum(['public', 'unlisted', 'private'])

export const Rendition = z.object({ height: z.int(), width: z.int(), bitrate: z.int(), codec: z.string() })

/** After EBU R 128: LUFS over the whole programme (null for silence), LU, dBTP (null for silence). */
export const Loudness = z.object({ integrated: z.number().nullable(), range: z.number(), truePeak: z.number().nullable() })

const Stage = z.object({
  /** Something to watch at once, then every quality, then the pictures over the seek bar. */
  name: z.enum(['first-play', 'renditions', 'storyboard']),
  jobId: id,
  state: JobState,
  progress: z.number(),
  stage: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})

export const Video = z.object({
  id,
  title: z.string(),
  description: z.string(),
  visibility: Visibility,
  tags: z.array(z.string()),
  status: z.enum(['processing', 'ready', 'failed', 'cancelled']),
  stage: z.string(),
  progress: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** What is or was done to make it watchable, in order; each is cancelled and run again by its job. */
  stages: z.array(Stage),
  ownerId: id,
  ownerName: z.string(),
  projectId: id.nullable(),
  renderId: id.nullable(),
  jobId: id.nullable(),
  /** An older video of the same owner with the very same bytes; they are stored once. */
  duplicateOf: id.nullable(),
  durationMs: z.int().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  bytes: z.int().nullable(),
  renditions: z.array(Rendition),
  views: z.int(),
  posterUrl: z.string().nullable(),
  dashUrl: z.string().nullable(),
  hlsUrl: z.string().nullable(),
  captionsUrl: z.string().nullable(),
  /** WebVTT that says which part of which sheet of small pictures shows each stretch of time. */
  storyboardUrl: z.string().nullable(),
  /** Where the file says that its parts begin, in order; at most a hundred. */
  chapters: z.array(z.object({ startMs: z.int(), title: z.string() })),
  loudness: Loudness.nullable(),
  /** Formats of sound that the file has, too, and that is not played here: `dts`, `truehd`. */
  leftOut: z.array(z.string()),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
})
export type Video = z.output<typeof Video>

/** How a video was watched. */
export const VideoStatistics = z.object({
  /** Visits that watched ten seconds, or half of a shorter film; one viewer counts once in half an hour. */
  views: z.int(),
  visits: z.int(),
  uniqueViewers: z.int(),
  watchSeconds: z.number(),
  averageSeconds: z.number(),
  /** For each hundredth of the film the share of the visits that saw it, from 0 to 1. */
  retention: z.array(z.number()),
  /** Where visits came from: `direct`, `embed`, or the name of another site. */
  sources: z.array(z.object({ source: z.string(), visits: z.int() })),
  /** The last thirty days. */
  days: z.array(z.object({ day: z.string(), views: z.int(), watchSeconds: z.number() })),
})
export type VideoStatistics = z.output<typeof VideoStatistics>

/** A file that is on its way up in pieces (tus 1.0 at {@link resumableUploads}). */
export const Upload = z.object({
  id,
  fileName: z.string(),
  bytes: z.int(),
  /** Bytes that have come; `videoId` stands once all have and the video is made. */
  received: z.int(),
  /** What the sender put into the upload's metadata to know the file again. */
  fingerprint: z.string(),
  videoId: id.nullable(),
  createdAt: instant,
})
export type Upload = z.output<typeof Upload>

/**
 * Where videos are uploaded in pieces by tus 1.0 (creation, creation-with-upload, termination, expiration). Metadata:
 * `filename`, and optionally `title`, `description`, `visibility`, `fingerprint`. The answer that ends an upload carries
 * the video's id in the header `Video-Id`.
 */
export const resumableUploads = '/api/v1/videos/upload/resumable'

const on = { kind: 'object', object: 'video', at: 'params.id' } as const
/** Tags are kept in small letters, each once. */
const Tags = z
  .array(line(50))
  .max(50)
  .transform(tags => [...new Set(tags.map(tag => tag.toLowerCase()))])
  .meta({ examples: [['night', 'rushes']] })
const details = { title: line(200), description: text(20_000), visibility: Visibility }
const ids = z.array(id).min(1).max(10_000)
const BulkOutcome = z.object({
  /** In the order asked. Asking again for those that are done changes nothing, so whoever was cut off asks for all once more. */
  items: z.array(z.object({ id, outcome: z.enum(['done', 'not-found', 'forbidden']) })),
  done: z.int(),
})
const seconds = z.coerce.number().min(0).max(1e7)
const publishing = {
  title: details.title.optional(),
  description: details.description.default(''),
  visibility: Visibility.default('private'),
}

export const videos = routes({
  publishRender: {
    method: 'POST',
    path: '/api/v1/renders/:id/publish',
    group: 'videos',
    summary: 'Publish a finished render as a video of the library',
    access: { kind: 'object', action: 'edit', object: 'render', at: 'params.id' },
    status: 202,
    params: byId,
    body: z.strictObject(publishing),
    reply: json(Video),
  },
  uploadVideo: {
    method: 'POST',
    path: '/api/v1/videos/upload',
    group: 'videos',
    summary: 'Upload a video',
    access: { kind: 'account' },
    status: 202,
    limit: { max: 60, seconds: 60 },
    upload: { maxBytes: 8 * 1024 ** 3, what: 'video' },
    body: z.strictObject(publishing),
    reply: json(Video),
  },
  listUploads: {
    method: 'GET',
    path: '/api/v1/uploads',
    group: 'videos',
    summary: 'My uploads in pieces that are not finished, newest first; they are sent by tus to /api/v1/videos/upload/resumable',
    access: { kind: 'account' },
    reply: json(z.object({ items: z.array(Upload) })),
  },
  listVideos: {
    method: 'GET',
    path: '/api/v1/videos',
    group: 'videos',
    summary: 'My videos, or the public ones of another account; searched, filtered and ordered',
    access: { kind: 'account' },
    query: z.object({
      ...pageQuery,
      search: text(200).optional(),
      status: Video.shape.status.optional(),
      projectId: id.optional(),
      ownerId: id.optional(),
      visibility: Visibility.optional(),
      tag: line(50).optional(),
      createdFrom: instant.optional(),
      createdTo: instant.optional(),
      minSeconds: seconds.optional(),
      maxSeconds: seconds.optional(),
      minHeight: z.coerce.number().int().min(1).max(10_000).optional().meta({ description: 'Shorter side of the picture' }),
      sort: z.enum(['date', 'name', 'duration', 'views']).default('date'),
      order: z.enum(['asc', 'desc']).optional(),
      deleted: flag,
    }),
    reply: json(page(Video)),
  },
  getVideo: {
    method: 'GET',
    path: '/api/v1/videos/:id',
    group: 'videos',
    summary: 'One video',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(Video),
  },
  updateVideo: {
    method: 'PATCH',
    path: '/api/v1/videos/:id',
    group: 'videos',
    summary: 'Change title, description, visibility, tags',
    access: { ...on, action: 'edit' },
    params: byId,
    body: z.strictObject({ ...details, tags: Tags }).partial(),
    reply: json(Video),
  },
  deleteVideo: {
    method: 'DELETE',
    path: '/api/v1/videos/:id',
    group: 'videos',
    summary: 'Move a video to the trash',
    access: { ...on, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreVideo: {
    method: 'POST',
    path: '/api/v1/videos/:id/restore',
    group: 'videos',
    summary: 'Take a video back from the trash',
    access: { ...on, action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Video),
  },
  bulkDeleteVideos: {
    method: 'POST',
    path: '/api/v1/videos/bulk-delete',
    group: 'videos',
    summary: 'Move many videos to the trash',
    access: { kind: 'account' },
    body: z.strictObject({ ids }),
    reply: json(BulkOutcome),
  },
  bulkRestoreVideos: {
    method: 'POST',
    path: '/api/v1/videos/bulk-restore',
    group: 'videos',
    summary: 'Take many videos back from the trash',
    access: { kind: 'account' },
    body: z.strictObject({ ids }),
    reply: json(BulkOutcome),
  },
  bulkPurgeVideos: {
    method: 'POST',
    path: '/api/v1/videos/bulk-purge',
    group: 'videos',
    summary: 'Delete for good what is in my trash: these videos, or all',
    access: { kind: 'account' },
    body: z.strictObject({
      ids: ids.optional().describe('Those of them that are not in the trash, or not mine, are left alone'),
    }),
    /** `left` are those that something else still holds on to. */
    reply: json(z.object({ done: z.int(), left: z.int() })),
  },
  bulkEditVideos: {
    method: 'POST',
    path: '/api/v1/videos/bulk-edit',
    group: 'videos',
    summary: 'Change many videos alike',
    access: { kind: 'account' },
    body: z.strictObject({
      ids,
      description: details.description.optional(),
      visibility: Visibility.optional(),
      tags: Tags.optional(),
      addTags: Tags.optional(),
      removeTags: Tags.optional(),
    }),
    reply: json(BulkOutcome),
  },
  noteWatching: {
    method: 'POST',
    path: '/api/v1/videos/:id/watching',
    group: 'videos',
    summary: 'Tell what a visit has watched so far; views and statistics come from it',
    access: { ...on, action: 'view' },
    status: 204,
    limit: { max: 240, seconds: 60 },
    params: byId,
    body: z.strictObject({
      sessionId: id,
      watchedMs: z.int().min(0).max(86_400_000),
      seen: z.array(z.int().min(0).max(99)).max(100),
      earlier: z
        .array(id)
        .max(10)
        .default([])
        .describe('Sessions of the visits to other videos just before this one: who watches this one watched those'),
      source: z
        .string()
        .max(100)
        .regex(/^[a-z0-9.-]*$/, 'must be direct, embed, or the name of a host')
        .default('direct')
        .transform(source => source || 'direct'),
    }),
    reply: empty,
  },
  getVideoStatistics: {
    method: 'GET',
    path: '/api/v1/videos/:id/statistics',
    group: 'videos',
    summary: 'How a video was watched',
    access: { ...on, action: 'edit' },
    params: byId,
    reply: json(VideoStatistics),
  },
  listRelatedVideos: {
    method: 'GET',
    path: '/api/v1/videos/:id/recommendations',
    group: 'videos',
    summary: 'Videos like this one, and what others watch with it',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(z.object({ items: z.array(z.object({ reason: z.enum(['together', 'content', 'author']), video: Video })) })),
  },
  listVideosForYou: {
    method: 'GET',
    path: '/api/v1/videos/recommendations',
    group: 'videos',
    summary: 'Public videos for me, by what I watched; the newest where that says nothing',
    access: { kind: 'account' },
    reply: json(
      z.object({
        /** Whether anything is kept of what was watched. */
        hasWatched: z.boolean(),
        /** `newest` where nothing that was watched led to any of them. */
        basis: z.enum(['watched', 'newest']),
        items: z.array(
          z.object({
            reason: z.enum(['together', 'content', 'newest']),
            /** The video that was watched and led to this one. */
            because: z.object({ id, title: z.string() }).nullable(),
            video: Video,
          }),
        ),
      }),
    ),
  },
  forgetWatchedVideos: {
    method: 'DELETE',
    path: '/api/v1/videos/watched',
    group: 'videos',
    summary: 'Forget which videos I watched; their views stay counted',
    access: { kind: 'account' },
    status: 204,
    reply: empty,
  },
  setVideoCaptions: {
    method: 'PUT',
    path: '/api/v1/videos/:id/captions',
    group: 'videos',
    summary: 'Set the captions, as WebVTT or SubRip, or take them away',
    access: { ...on, action: 'edit' },
    params: byId,
    body: z.strictObject({
      text: text(2_000_000)
        .nullable()
        .meta({ examples: ['WEBVTT\n\n00:00.000 --> 00:02.000\nHello.'] }),
    }),
    reply: json(Video),
  },
  getOEmbed: {
    method: 'GET',
    path: '/api/v1/oembed',
    group: 'videos',
    summary: 'oEmbed: how another site shows a video of ours',
    access: { kind: 'anyone', because: 'Tells only what everybody with the address may watch.' },
    query: z.object({
      url: z
        .string()
        .max(500)
        .meta({ examples: ['http://localhost:8001/watch/01936f5e-7c3a-7b52-9f0e-3f2b7a5c1d20'] }),
      maxwidth: z.coerce.number().int().min(100).max(8000).default(1280),
      maxheight: z.coerce.number().int().min(100).max(8000).default(1280),
    }),
    reply: json(
      z.object({
        version: z.literal('1.0'),
        type: z.literal('video'),
        provider_name: z.string(),
        provider_url: z.string(),
        title: z.string(),
        author_name: z.string(),
        width: z.int(),
        height: z.int(),
        html: z.string(),
        thumbnail_url: z.string().nullable(),
      }),
    ),
  },
  getVideoFeed: {
    method: 'GET',
    path: '/api/v1/videos.rss',
    group: 'videos',
    summary: 'RSS of the newest public videos',
    access: { kind: 'anyone', because: 'Public videos are for everybody.' },
    query: z.object({ ownerId: id.optional() }),
    reply: bytes('application/rss+xml'),
  },
  getDashManifest: {
    method: 'GET',
    path: '/api/v1/videos/:id/manifest.mpd',
    group: 'videos',
    summary: 'MPEG-DASH manifest',
    access: { ...on, action: 'view' },
    params: byId,
    reply: bytes('application/dash+xml'),
  },
  getHlsPlaylist: {
    method: 'GET',
    path: '/api/v1/videos/:id/master.m3u8',
    group: 'videos',
    summary: 'HLS master playlist',
    access: { ...on, action: 'view' },
    params: byId,
    reply: bytes('application/vnd.apple.mpegurl'),
  },
})

import * as z from 'zod'
import type { Caption, Clip, Marker, Media, Motion, MotionKeyframe, Timeline, Track, Transition } from '../model.ts'

const frames = z.int()
const positive = z.int().min(1)
const rate = z.object({ num: positive, den: positive })
const metadata = z.record(z.string(), z.json())

export const markerColours = ['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'purple', 'pink', 'white', 'black'] as const

export const markerSchema: z.ZodType<Marker> = z.object({
  id: z.string(),
  at: frames,
  duration: frames,
  name: z.string(),
  note: z.string(),
  colour: z.enum(markerColours),
})

/** Markers as notes in other formats list them, found again by place and name. */
export const knownMarkers = z.array(
  z.object({ id: z.string(), at: frames, name: z.string(), colour: z.enum(markerColours), duration: frames.exactOptional() }),
)

export const keyframeSchema: z.ZodType<MotionKeyframe> = z.object({
  at: z.number(),
  x: z.number(),
  y: z.number(),
  scale: z.number(),
  rotation: z.number(),
})

export const motionSchema: z.ZodType<Motion> = z.object({
  easing: z.enum(['linear', 'ease']),
  keyframes: z.array(keyframeSchema),
})

const mediaBase = {
  id: z.string(),
  name: z.string(),
  url: z.string().exactOptional(),
  hash: z.string().exactOptional(),
  reel: z.string().exactOptional(),
  metadata,
}
const audio = z.object({ channels: positive, sampleRate: positive })

export const mediaSchema: z.ZodType<Media> = z.discriminatedUnion('kind', [
  z.object({
    ...mediaBase,
    kind: z.literal('video'),
    rate,
    duration: positive,
    timecodeStart: frames.min(0),
    width: positive,
    height: positive,
    audio: audio.nullable(),
  }),
  z.object({ ...mediaBase, kind: z.literal('audio'), rate, duration: positive, audio }),
  z.object({ ...mediaBase, kind: z.literal('image'), width: positive, height: positive }),
])

export const clipSchema: z.ZodType<Clip> = z.object({
  id: z.string(),
  name: z.string(),
  mediaId: z.string(),
  start: frames,
  duration: frames,
  sourceIn: frames,
  speed: z.object({ num: z.int(), den: positive }),
  gainDb: z.number(),
  fadeIn: frames,
  fadeOut: frames,
  enabled: z.boolean(),
  motion: motionSchema.nullable(),
  markers: z.array(markerSchema),
  metadata,
})

export const transitionSchema: z.ZodType<Transition> = z.object({
  id: z.string(),
  kind: z.enum(['dissolve', 'wipe']),
  wipe: z.int().nullable(),
  cut: frames,
  inOffset: frames,
  outOffset: frames,
  metadata,
})

export const trackSchema: z.ZodType<Track> = z.object({
  id: z.string(),
  kind: z.enum(['video', 'audio']),
  name: z.string(),
  muted: z.boolean(),
  clips: z.array(clipSchema),
  transitions: z.array(transitionSchema),
})

export const captionSchema: z.ZodType<Caption> = z.object({
  id: z.string(),
  start: frames,
  duration: frames,
  text: z.string(),
  speaker: z.string().nullable(),
})

/** The model as a schema: what a file, a note in one, or a request has to look like before anything counts with it. */
export const timelineSchema: z.ZodType<Timeline> = z.object({
  schema: z.literal('storycanvas.timeline/1'),
  id: z.string(),
  name: z.string(),
  rate,
  timecode: z.object({ start: frames, dropFrame: z.boolean() }),
  canvas: z.object({ width: positive, height: positive }),
  audioRate: positive,
  media: z.record(z.string(), mediaSchema),
  tracks: z.array(trackSchema),
  captions: z.array(captionSchema),
  markers: z.array(markerSchema),
  metadata,
})

export const metadataSchema = metadata

type ParsedOr = {
  <T>(schema: z.ZodType<T>, value: unknown, usual: null): T | null
  <T>(schema: z.ZodType<T>, value: unknown, usual: T): T
}

/** The value where it fits the schema; `usual` otherwise, as notes in foreign files may hold anything. */
export const parsedOr: ParsedOr = <T>(schema: z.ZodType<T>, value: unknown, usual: T): T => {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : usual
}

/** The model as JSON Schema (draft 2020-12), for programs in other languages. */
export const timelineJsonSchema = (): z.core.JSONSchema.BaseSchema =>
  z.toJSONSchema(timelineSchema, { target: 'draft-2020-12', io: 'input' })

import { z } from 'zod'
import { frames, id, line, text } from '../fields.ts'

export const track = z
  .string()
  .regex(/^[VA][1-9][0-9]?$/, 'must be V1 to V99 for picture or A1 to A99 for sound')
  .meta({ examples: ['V1'] })

export const CutSpeed = z
  .strictObject({ num: z.int().min(-10_000).max(10_000), den: z.int().min(1).max(10_000) })
  .refine(({ num, den }) => Math.abs(num) <= 100 * den, 'must be at most 100 times as fast, in either direction')
  .meta({ examples: [{ num: 1, den: 1 }] })

export const MarkerColour = z.enum(['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'purple', 'pink', 'white', 'black'])

/** Record frames to the right, or to the left where negative. */
const by = z.int().min(-100_000_000).max(100_000_000)
const wipe = z
  .int()
  .min(1)
  .max(999)
  .meta({ description: 'SMPTE 258M wipe number', examples: [1] })
const edge = z.enum(['in', 'out'])
const length = frames.min(1).meta({ examples: [24] })

/** A panel shows its chosen take; uploaded media has to be the caller's own. */
const Source = z.union([z.strictObject({ panelId: id }), z.strictObject({ mediaId: id })])

const Placed = {
  track,
  startFrame: frames,
  durationFrames: length,
  sourceInFrame: frames.default(0),
  source: Source,
  name: line(300).optional(),
}

const edit = <const Kind extends string, const Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape })

/**
 * One edit of the cut. Positions are whole frames on the project's rate. `insert` makes room by moving what lies behind it,
 * `overwrite` replaces what lies under it; `lift` leaves a hole, `extract` closes it; `trim` moves one edge, `ripple` moves
 * what follows along; `roll` moves the cut between two clips, `slip` the source under a clip, `slide` a clip between its
 * neighbours.
 */
export const TimelineEdit = z.discriminatedUnion('kind', [
  edit('insert', Placed),
  edit('overwrite', Placed),
  edit('lift', { tracks: z.array(track).min(1).max(198), from: frames, to: frames }),
  edit('extract', { tracks: z.array(track).min(1).max(198), from: frames, to: frames }),
  edit('trim', { clipId: id, edge, by }),
  edit('ripple', { clipId: id, edge, by }),
  edit('roll', { track, cut: frames, by }),
  edit('slip', { clipId: id, by }),
  edit('slide', { clipId: id, by }),
  /** `at` is a frame of the cut inside the clip. */
  edit('split', { clipId: id, at: frames }),
  /** With `insert` the clips behind the new place make room, and the old place is closed first. */
  edit('move', { clipId: id, track, startFrame: frames, onto: z.enum(['refuse', 'overwrite', 'insert']) }),
  edit('remove', { clipIds: z.array(id).min(1).max(2000), ripple: z.boolean() }),
  /** Null fades are those that the hand-over implies. */
  edit('set', {
    clipId: id,
    speed: CutSpeed.optional(),
    gainDb: z.number().min(-96).max(24).optional(),
    fadeInFrames: frames.nullable().optional(),
    fadeOutFrames: frames.nullable().optional(),
    enabled: z.boolean().optional(),
    name: line(300).optional(),
  }),
  /** Without offsets it has the standard length, centred on the cut. */
  edit('transition', {
    track,
    cut: frames,
    to: z.enum(['cut', 'dissolve', 'wipe', 'fade']),
    wipe: wipe.optional(),
    inOffset: frames.optional(),
    outOffset: frames.optional(),
  }),
  /** Adds a marker, which needs `at` and `name`, or changes the one with this id: what is not said stays. */
  edit('marker', {
    marker: z.strictObject({
      id: id.optional(),
      at: frames.optional(),
      duration: frames.optional(),
      name: line(300).optional(),
      note: text(5000).optional(),
      colour: MarkerColour.optional(),
    }),
  }),
  edit('remove-marker', { markerId: id }),
  edit('track', { track, name: line(100).optional(), muted: z.boolean().optional() }),
])
export type TimelineEdit = z.output<typeof TimelineEdit>

const Labelled = z.object({ label: z.string() })

/** What one step of editing has done, and what the caller can take back and make again now. */
export const TimelineStep = z.object({
  /** Grows with every change of the cut, whoever makes it. */
  revision: z.int(),
  /** Live clips that are new or not as they were. */
  changedClipIds: z.array(id),
  removedClipIds: z.array(id),
  /** Transitions that found no cut any more. */
  removedTransitions: z.int(),
  undo: Labelled.nullable(),
  redo: Labelled.nullable(),
})
export type TimelineStep = z.output<typeof TimelineStep>

const ClipPlace = z.object({ track: z.string(), startFrame: frames, durationFrames: frames, sourceInFrame: frames })

/** One difference between the cut and a document that came back from an editor. */
export const TimelineChange = z.object({
  /** The same for the same document and revision. */
  id: z.string(),
  kind: z.enum([
    ...(['added', 'removed', 'moved', 'trimmed', 'retimed', 'replaced', 'levelled', 'faded', 'switched'] as const),
    ...(['transition', 'marker'] as const),
  ]),
  /** The clip that it happened to, or behind which a transition stands; null for new clips and for markers. */
  clipId: id.nullable(),
  panelId: id.nullable(),
  sceneId: id.nullable(),
  name: z.string(),
  startFrame: frames,
  durationFrames: frames,
  sentence: z.string(),
  before: ClipPlace.nullable(),
  after: ClipPlace.nullable(),
})
export type TimelineChange = z.output<typeof TimelineChange>

/** The shape of a sound: the loudest sample of each stretch as one unsigned byte, 255 for full scale. */
export const MediaPeaks = z.object({
  peaksPerSecond: z.int(),
  channels: z.literal(1),
  peaks: z.string().meta({ description: 'base64' }),
})
export type MediaPeaks = z.output<typeof MediaPeaks>

import * as fc from 'fast-check'
import { sourceRange } from '../frames/source.ts'
import {
  createAudioMedia,
  createCaption,
  createClip,
  createImageMedia,
  createMarker,
  createTimeline,
  createTrack,
  createTransition,
  createVideoMedia,
} from '../make.ts'
import type { Clip, MarkerColour, Media, Rate, Timeline, Track, Transition } from '../model.ts'
import { markerColours } from '../schema/timeline.ts'
import { rescale } from '../time/conversion.ts'
import { round } from '../time/fraction.ts'
import { allowsDropFrame, commonRates } from '../time/rate.ts'

/** What a random timeline may hold; without it, everything. */
export type Shape = {
  readonly maxClips: number
  readonly speeds: boolean
  readonly mixedRates: boolean
  readonly motion: boolean
  readonly disabled: boolean
}

const hostileNames = [
  'A&B <clip> "quoted"',
  "O'Neill; rm -rf",
  'naïve café – ünïcode',
  '日本語 クリップ',
  'ends with ]]>',
  'emoji 🎬 film',
  'tab\tand\nline',
  'nul\u0000 bell\u0007 \ufffe',
  'lone \ud800 surrogate',
  '* FROM CLIP NAME: X',
  '   ',
  '../../etc/passwd',
  'C:\\Users\\me\\a b#1%.mov',
  '-->',
  '__proto__',
  'مشهد \u202eليلي\u202c – לילה',
  'long '.repeat(200),
]
const name = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(...hostileNames), fc.string({ unit: 'binary', maxLength: 8 }))
const rates = Object.values(commonRates) as readonly Rate[]
const rate = fc.constantFrom(...rates)
const speeds = [
  { num: 2, den: 1 },
  { num: 1, den: 2 },
  { num: -1, den: 1 },
  { num: 0, den: 1 },
  { num: 3, den: 4 },
] as const

const markerNote = fc.constantFrom('', '', 'reshoot <this> & that', 'zwei\nZeilen')
const markerColour = fc.constantFrom(...markerColours)

type Segment = {
  gap: number
  duration: number
  media: number
  lead: number
  join: 'cut' | 'dissolve' | 'wipe' | 'fade'
  inOffset: number
  outOffset: number
  speed: number
  name: string
  disabled: boolean
  moving: boolean
  gainDb: number
  marker: { at: number; duration: number; note: string; colour: MarkerColour } | null
}

const segment: fc.Arbitrary<Segment> = fc.record({
  gap: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 200 }) }),
  duration: fc.integer({ min: 1, max: 120 }),
  media: fc.nat({ max: 5 }),
  lead: fc.nat({ max: 500 }),
  join: fc.constantFrom('cut', 'cut', 'dissolve', 'wipe', 'fade'),
  inOffset: fc.nat({ max: 20 }),
  outOffset: fc.nat({ max: 20 }),
  speed: fc.nat({ max: 12 }),
  name,
  disabled: fc.integer({ min: 0, max: 15 }).map(value => value === 0),
  moving: fc.integer({ min: 0, max: 7 }).map(value => value === 0),
  gainDb: fc.constantFrom(0, 0, 0, -6, 3.5, -60),
  marker: fc.option(
    fc.record({ at: fc.nat({ max: 119 }), duration: fc.constantFrom(1, 1, 0, 12), note: markerNote, colour: markerColour }),
    { freq: 5 },
  ),
})

const buildTrack = (
  id: string,
  kind: Track['kind'],
  title: string,
  segments: Segment[],
  pool: Media[],
  timeRate: Rate,
  shape: Shape,
): Track => {
  const clips: Clip[] = []
  const transitions: Transition[] = []
  let end = 0
  let free = 0
  segments.forEach((one, index) => {
    const media = pool[one.media % pool.length] as Media
    const previous = clips.at(-1)
    const start = end + one.gap
    const clipId = `${id}-c${index}`
    const speed = (shape.speeds && media.kind !== 'image' && speeds[one.speed]) || { num: 1, den: 1 }
    const crossed = one.join === 'dissolve' || one.join === 'wipe'
    const inOffset = Math.min(one.inOffset, free)
    const outOffset = Math.min(one.outOffset, one.duration)
    const joined = crossed && previous !== undefined && one.gap === 0 && inOffset + outOffset > 0 && previous.fadeOut === 0
    const fade = one.join === 'fade' ? Math.min(one.inOffset, one.duration) : 0
    const fadeOut = one.join === 'fade' ? Math.min(one.outOffset, one.duration - fade) : 0
    if (joined)
      transitions.push(
        createTransition({
          id: `${id}-t${index}`,
          kind: one.join === 'wipe' ? 'wipe' : 'dissolve',
          wipe: one.join === 'wipe' ? 1 + (one.lead % 20) : null,
          cut: start,
          inOffset,
          outOffset,
        }),
      )
    clips.push(
      createClip({
        id: clipId,
        name: one.name,
        mediaId: media.id,
        start,
        duration: one.duration,
        speed,
        fadeIn: fade,
        fadeOut,
        enabled: !(shape.disabled && one.disabled),
        // Sound starts on record frames, as editors place it.
        sourceIn:
          media.kind === 'image' ? 0 : media.kind === 'audio' ? rescale(one.lead, timeRate, media.rate, 'ceil') : one.lead,
        motion:
          shape.motion && one.moving && kind === 'video'
            ? {
                easing: 'linear',
                keyframes: [
                  { at: 0, x: 0.5, y: 0.5, scale: 1, rotation: 0 },
                  { at: 1, x: 0.4, y: 0.6, scale: 1.5, rotation: 3 },
                ],
              }
            : null,
        gainDb: one.gainDb,
        markers:
          one.marker === null
            ? []
            : [createMarker({ ...one.marker, id: `${clipId}-m`, at: one.marker.at % one.duration, name: one.name })],
      }),
    )
    end = start + one.duration
    free = one.duration - (joined ? outOffset : 0) - fade - fadeOut
  })
  return createTrack({ id, kind, name: title, muted: shape.disabled && segments.length % 5 === 3, clips, transitions })
}

/** Moves sources forward until no handle reaches before the media, then makes the media as long as its clips need. */
const fit = (timeline: Timeline): Timeline => {
  const longest = new Map<string, number>()
  const tracks = timeline.tracks.map(track => {
    const cuts = new Map(track.transitions.map(transition => [transition.cut, transition]))
    const clips = track.clips.map((clip): Clip => {
      const media = timeline.media[clip.mediaId] as Media
      if (media.kind === 'image') return clip
      const [before, after] = [cuts.get(clip.start)?.inOffset ?? 0, cuts.get(clip.start + clip.duration)?.outOffset ?? 0]
      const { from } = sourceRange(clip, media, timeline.rate, before, after)
      const moved = { ...clip, sourceIn: clip.sourceIn + Math.max(0, -round(from, 'floor')) }
      const { to } = sourceRange(moved, media, timeline.rate, before, after)
      longest.set(media.id, Math.max(longest.get(media.id) ?? 1, round(to, 'ceil')))
      return moved
    })
    return { ...track, clips }
  })
  const media = Object.fromEntries(
    Object.entries(timeline.media).map(([id, one]) => [
      id,
      one.kind === 'image' ? one : { ...one, duration: longest.get(id) ?? 100 },
    ]),
  )
  return { ...timeline, tracks, media }
}

/** Valid timelines: gaps, dissolves, wipes, fades, stills, up to four sound tracks, markers, captions, hostile names. */
export const timelines = (given: Partial<Shape> = {}): fc.Arbitrary<Timeline> => {
  const shape: Shape = { maxClips: 200, speeds: true, mixedRates: true, motion: true, disabled: true, ...given }
  const spec = fc.record({
    title: name,
    rate,
    otherRate: rate,
    // Small ones mostly: MLT's maps of wipes have as many values as the picture.
    canvas: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom({ width: 320, height: 180 }, { width: 180, height: 320 }) },
      { weight: 1, arbitrary: fc.constant({ width: 1920, height: 1080 }) },
    ),
    startHour: fc.integer({ min: 0, max: 10 }),
    dropFrame: fc.boolean(),
    mediaNames: fc.array(name, { minLength: 6, maxLength: 6 }),
    video: fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.array(segment, { minLength: 1, maxLength: shape.maxClips, size: 'max' }) },
        { weight: 1, arbitrary: fc.array(segment, { minLength: 1, maxLength: Math.min(3, shape.maxClips) }) },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    offline: fc.boolean(),
    reel: fc.constantFrom('A001C002', 'A001C002', 'a reel longer than eight'),
    audio: fc.array(fc.array(segment, { minLength: 0, maxLength: 12 }), { maxLength: 4 }),
    captions: fc.array(fc.record({ start: fc.nat({ max: 300 }), duration: fc.integer({ min: 1, max: 60 }), text: name }), {
      maxLength: 4,
    }),
    markers: fc.array(
      fc.record({
        at: fc.nat({ max: 300 }),
        duration: fc.constantFrom(1, 1, 0, 12),
        name,
        note: markerNote,
        colour: markerColour,
      }),
      { maxLength: 4 },
    ),
  })
  return spec.map(one => {
    const timeRate = one.rate
    const base = Math.round(timeRate.num / timeRate.den)
    const address = (at: number): string =>
      `file:///media/${encodeURIComponent(`${(one.mediaNames[at] ?? '').toWellFormed()} ${at}.mov`)}`
    const title = (at: number): string => one.mediaNames[at] ?? ''
    const pictures: Media[] = [
      createVideoMedia({
        id: 'v0',
        name: title(0),
        url: address(0),
        rate: timeRate,
        duration: 1,
        timecodeStart: 3600 * base,
        audio: { channels: 2, sampleRate: 48000 },
      }),
      createVideoMedia({
        id: 'v1',
        name: title(1),
        ...(!one.offline && { url: address(1) }),
        reel: one.reel,
        rate: timeRate,
        duration: 1,
      }),
      createVideoMedia({
        id: 'v2',
        name: title(2),
        url: address(2),
        rate: shape.mixedRates ? one.otherRate : timeRate,
        duration: 1,
        width: 1280,
        height: 720,
      }),
      createImageMedia({ id: 'i3', name: title(3), url: address(3), reel: one.reel }),
    ]
    const sounds: Media[] = [
      createAudioMedia({ id: 'a4', name: title(4), url: address(4), duration: 1 }),
      createAudioMedia({ id: 'a5', name: title(5), url: address(5), duration: 1, audio: { channels: 1, sampleRate: 44100 } }),
      pictures[0] as Media,
    ]
    const all = [...pictures, ...sounds.slice(0, 2)]
    return fit(
      createTimeline({
        id: 'random',
        name: one.title,
        rate: timeRate,
        canvas: one.canvas,
        timecode: { start: one.startHour * 3600 * base, dropFrame: one.dropFrame && allowsDropFrame(timeRate) },
        media: Object.fromEntries(all.map(media => [media.id, media])),
        tracks: [
          ...one.video.map((segments, index) =>
            buildTrack(`V${index + 1}`, 'video', `Video ${index + 1}`, segments, pictures, timeRate, shape),
          ),
          ...one.audio.map((segments, index) =>
            buildTrack(`A${index + 1}`, 'audio', `Sound ${index + 1}`, segments, sounds, timeRate, shape),
          ),
        ],
        captions: one.captions.map((caption, index) => createCaption({ id: `cap${index}`, ...caption })),
        markers: one.markers.map((marker, index) => createMarker({ id: `mark${index}`, ...marker })),
      }),
    )
  })
}

/** How many random timelines a property looks at; `FUZZ_RUNS` draws as many new ones and prints the seed where one fails. */
export const runs = (usual: number): { readonly numRuns: number } => ({
  numRuns: Number(process.env['FUZZ_RUNS'] ?? usual),
})

import {
  type Change,
  changes,
  duration,
  formats,
  type Frames,
  rateLabel,
  type ReadNote,
  type ReadResult,
  sameRate,
  type Timeline,
  UnreadableTimeline,
  withIdsOf,
  writeAs,
} from '@storycanvas/timeline'
import { formatOf, type HomeFormat } from './format-of.ts'
import { inCutTerms, type SceneMarkers } from './in-cut-terms.ts'
import type { KnownFile } from './known-media.ts'
import { recogniser } from './recognise.ts'

export type Document = {
  fileName: string
  text: string
  /** The cut as it goes out today. */
  present: Timeline
  /** Markers of the cut that stand for scenes. */
  sceneIds: readonly string[]
  known: readonly KnownFile[]
}

/** A document beside what its format would hold of the cut, both in the terms in which the cut is edited. */
export type Homecoming = {
  format: HomeFormat
  before: Timeline
  after: Timeline
  changes: Change[]
  notes: string[]
}

const mostClips = 20_000
const mostTracks = 99

/**
 * Reads a document that an editor has written and finds out what was done in it. It is not held against the cut itself but
 * against what the format keeps of it: what a format cannot carry is no change that anybody made.
 * @throws UnreadableTimeline
 */
export function comeHome({ fileName, text, present, sceneIds, known }: Document): Homecoming {
  const format = formatOf(fileName, text)
  const { timeline, notes } = readHere(format, text, present)
  requireFitting(format, timeline, present)
  const before = withIdsOf(present, likest(leftBy(format, present), timeline))
  const recognise = recogniser(present, before, known)
  const scenes = sceneMarkers(before, sceneIds)
  const [old, now] = [inCutTerms(before, recognise, scenes), inCutTerms(timeline, recognise, scenes)]
  return { format, before: old, after: now, changes: changes(old, now, 'exactly'), notes: notes.map(sentenceOf) }
}

/** Lists say neither their rate nor, once an editor has left our notes out, where they begin: both are the project's. */
function readHere(format: HomeFormat, text: string, present: Timeline): ReadResult {
  if (format !== 'edl') return formats[format].read(text)
  const { timeline, notes } = formats.edl.read(text, { rate: present.rate })
  const by = timeline.timecode.start - present.timecode.start
  return { timeline: by > 0 && by < duration(present) ? later(timeline, by, present.timecode) : timeline, notes }
}

const later = (timeline: Timeline, by: Frames, timecode: Timeline['timecode']): Timeline => ({
  ...timeline,
  timecode,
  markers: timeline.markers.map(marker => ({ ...marker, at: marker.at + by })),
  tracks: timeline.tracks.map(track => ({
    ...track,
    clips: track.clips.map(clip => ({ ...clip, start: clip.start + by })),
    transitions: track.transitions.map(transition => ({ ...transition, cut: transition.cut + by })),
  })),
})

function requireFitting(format: HomeFormat, { rate, tracks }: Timeline, present: Timeline): void {
  const refuse = (reason: string) => {
    throw new UnreadableTimeline(formats[format].label, null, null, reason)
  }
  if (!sameRate(rate, present.rate)) {
    const [theirs, ours] = [rateLabel(rate), rateLabel(present.rate)]
    refuse(`runs at ${theirs} frames a second and the project at ${ours}; export it from a sequence of ${ours}`)
  }
  const count = tracks.reduce((sum, track) => sum + track.clips.length, 0)
  if (count > mostClips) refuse(`holds ${count} clips, more than the ${mostClips} that a cut can have`)
  const ofKind = (kind: 'video' | 'audio') => tracks.filter(track => track.kind === kind).length
  if (Math.max(ofKind('video'), ofKind('audio')) > mostTracks) refuse(`has more than ${mostTracks} tracks of one kind`)
}

/** The cut as the format brings it back: as often as it writes it, for lists of several tracks. */
function leftBy(format: HomeFormat, present: Timeline): Timeline[] {
  return writeAs(present, format).files.flatMap(file => ('text' in file ? [readHere(format, file.text, present).timeline] : []))
}

/** Of several lists the one that shares most clips with the document. */
function likest(written: readonly Timeline[], document: Timeline): Timeline {
  const ids = new Set(clipIds(document))
  const shared = (one: Timeline) => clipIds(one).filter(id => ids.has(id)).length
  const [best] = written.map(one => ({ one, count: shared(one) })).sort((a, b) => b.count - a.count)
  if (!best) throw new Error('A format that is read has to be written as text.')
  return best.one
}

const clipIds = ({ tracks }: Timeline): string[] => tracks.flatMap(({ clips }) => clips.map(({ id }) => id))

function sceneMarkers({ markers }: Timeline, sceneIds: readonly string[]): SceneMarkers {
  const ids = new Set(sceneIds)
  return { ids, names: new Set(markers.filter(({ id }) => ids.has(id)).map(({ name }) => name)) }
}

const sentenceOf = ({ line, sentence }: ReadNote): string => (line === null ? sentence : `Line ${line}: ${sentence}`)

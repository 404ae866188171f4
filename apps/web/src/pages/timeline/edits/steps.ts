import type { TimelineEdit } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import { applyAll } from './apply.ts'

/** The server takes so many edits as one step. */
export const MOST_EDITS = 500

/** Something a person has done, shown already, and not yet in the document that the server gave. */
export type Step = {
  key: number
  edits: readonly TimelineEdit[]
  label: string
  /** The document that it was sent upon, and as it was to be afterwards; null while it waits for those before it. */
  sent: { revision: number; drafted: Timeline } | null
  /** Of the cut after this step; null while the server has not answered. */
  revision: number | null
}

export const revisionOf = ({ metadata }: Timeline): number =>
  typeof metadata['revision'] === 'number' ? metadata['revision'] : 0

/** Ids that a step gives to what it makes, the same each time it is applied. */
export const idsOf = (key: number) => {
  let count = 0
  return () => `draft-${key}-${++count}`
}

/** Whether a document holds a step already. One that came after the step was sent does, whatever else it holds. */
const holds = (document: Timeline, { sent, revision }: Step) =>
  revision === null ? sent !== null && revisionOf(document) > sent.revision : revisionOf(document) >= revision

/**
 * The document with the steps that it does not hold yet. One that cannot be made any more is left to the server to refuse.
 * What a step has made keeps the id that it was given here until the step is settled.
 */
export function withSteps(document: Timeline, steps: readonly Step[]): Timeline {
  return steps.reduce((cut, step) => {
    if (!holds(document, step)) return attempt(cut, step.edits, idsOf(step.key)) ?? cut
    return step.sent ? withDrafts(cut, settledIds(step.sent.drafted, document)) : cut
  }, document)
}

function withDrafts(timeline: Timeline, names: ReadonlyMap<string, string>): Timeline {
  if (names.size === 0) return timeline
  const drafts = new Map([...names].map(([draft, id]) => [id, draft]))
  const named = <T extends { id: string }>(one: T): T => (drafts.has(one.id) ? { ...one, id: drafts.get(one.id) ?? one.id } : one)
  const tracks = timeline.tracks.map(track => ({ ...track, clips: track.clips.map(named) }))
  return { ...timeline, tracks, markers: timeline.markers.map(named) }
}

/** The timeline after the edits; null where they are refused. */
export function attempt(timeline: Timeline, edits: readonly TimelineEdit[], newId = idsOf(0)): Timeline | null {
  try {
    return applyAll(timeline, edits, newId)
  } catch {
    return null
  }
}

const isDraft = (id: string) => id.startsWith('draft-')

/** The server's ids of clips and markers that a step has made under ids of its own: they lie in the same place. */
export function settledIds(drafted: Timeline, settled: Timeline): Map<string, string> {
  const known = new Map(placesOf(settled))
  const pairs = placesOf(drafted).filter(([, id]) => isDraft(id))
  return new Map(pairs.flatMap(([place, draft]) => (known.has(place) ? [[draft, known.get(place) ?? draft] as const] : [])))
}

const placesOf = ({ tracks, markers }: Timeline): (readonly [place: string, id: string])[] => [
  ...tracks.flatMap(track => track.clips.map(({ id, start }) => [`${track.id} ${start}`, id] as const)),
  ...markers.map(({ id, at, name }) => [`marker ${at} ${name}`, id] as const),
]

export const renamedIds = (ids: ReadonlySet<string>, names: ReadonlyMap<string, string>): ReadonlySet<string> =>
  [...ids].some(id => names.has(id)) ? new Set([...ids].map(id => names.get(id) ?? id)) : ids

/** Edits that name clips by the server's ids. */
export function renamed(edits: readonly TimelineEdit[], names: ReadonlyMap<string, string>): TimelineEdit[] {
  const name = (id: string) => names.get(id) ?? id
  return edits.map(edit => {
    if ('clipIds' in edit) return { ...edit, clipIds: edit.clipIds.map(name) }
    if (edit.kind === 'remove-marker') return { ...edit, markerId: name(edit.markerId) }
    if (edit.kind === 'marker' && edit.marker.id) return { ...edit, marker: { ...edit.marker, id: name(edit.marker.id) } }
    return 'clipId' in edit ? { ...edit, clipId: name(edit.clipId) } : edit
  })
}

import type { Clip, Media, Timeline } from '../model.ts'
import type { Change, ChangeKind } from './change.ts'
import { changedClip, hasSource, sourceHere, type Wanted, withinFrame } from './changed-clip.ts'
import type { Differences } from './changes.ts'
import type { Found } from './match.ts'
import { type Place, settlePlaces } from './settle-places.ts'
import type { Skipped, Versions } from './take.ts'
import { trackMaker } from './taken-tracks.ts'

const wantedClips = (timeline: Timeline): Map<string, Wanted> =>
  new Map(timeline.tracks.flatMap(({ id, clips }) => clips.map(clip => [clip.id, { clip, trackId: id }] as const)))

const placesOf = (clips: Iterable<readonly [string, Wanted]>): Map<string, Place> =>
  new Map(Array.from(clips, ([id, { clip, trackId }]) => [id, { trackId, start: clip.start, end: clip.start + clip.duration }]))

/** What changes where a clip lies, and what changes how much source it needs. */
const placing: ReadonlySet<ChangeKind> = new Set(['moved', 'trimmed'])
const sourcing: ReadonlySet<ChangeKind> = new Set(['trimmed', 'retimed', 'replaced'])

/** The chosen changes of one clip, of which fewer remain as some turn out not to be possible. */
type Work = { readonly before: Found; readonly after: Found; readonly changes: Map<ChangeKind, Change> }

/** The present timeline with changed clips, and what its new clips are called: id in the timeline after to id here. */
export type TakenClips = { readonly timeline: Timeline; readonly added: ReadonlyMap<string, string>; readonly skipped: Skipped[] }

/** Takes over what was done to clips, as far as each finds its source and its place. Transitions are left as they are. */
export const takenClips = (
  versions: Versions,
  all: Differences,
  isTaken: (change: Change) => boolean,
  newId: () => string,
): TakenClips => {
  const { present } = versions
  const tracks = trackMaker(versions, all)
  const now = wantedClips(present)
  const wanted = new Map(now)
  const media = new Map<string, Media>(Object.entries(present.media))
  const skipped: Skipped[] = []
  const works = new Map<string, Work>()
  const added = new Map<string, { found: Found; change: Change }>()

  const show = ({ clip, media: shown }: Found): void => {
    if (shown && !media.has(clip.mediaId)) media.set(clip.mediaId, shown)
  }
  const drop = ({ changes }: Work, kinds: ReadonlySet<ChangeKind>, reason: string): void => {
    for (const [kind, change] of changes) {
      if (!kinds.has(kind)) continue
      changes.delete(kind)
      skipped.push({ change, reason })
    }
  }
  const make = (id: string, work: Work): void => {
    const start = now.get(id)
    if (!start) return
    const sameTrack = all.tracks.get(work.after.track.id) === work.before.track.id
    const { clip, trackId } = changedClip(start, new Set(work.changes.keys()), work, sameTrack, versions, tracks.idOf)
    if (work.changes.has('replaced')) show(work.after)
    const shown = media.get(clip.mediaId)
    const changed = work.changes.has('trimmed') ? withinFrame(clip, shown, present) : clip
    if (hasSource(changed, shown, present)) wanted.set(id, { clip: changed, trackId })
    else {
      drop(work, sourcing, `“${start.clip.name}” would need more of its source than there is.`)
      make(id, work)
    }
  }
  const add = (found: Found, change: Change): void => {
    const id = newId()
    const own = present.media[found.clip.mediaId]
    show(found)
    const clip = withinFrame({ ...found.clip, id, sourceIn: sourceHere(found, own) }, own, present)
    added.set(id, { found, change })
    wanted.set(id, { clip, trackId: tracks.idOf(found.track.id) })
  }
  const refusePlace = (id: string, inTheWay: string): void => {
    const name = (wanted.get(inTheWay) ?? now.get(inTheWay))?.clip.name ?? ''
    const reason = `It would lie over “${name}”; take what became of that clip too.`
    const [work, fresh] = [works.get(id), added.get(id)]
    if (fresh) {
      wanted.delete(id)
      added.delete(id)
      skipped.push({ change: fresh.change, reason })
    } else if (work) {
      drop(work, placing, reason)
      make(id, work)
    }
  }

  for (const { change, before, after } of all.ofClips.filter(one => isTaken(one.change))) {
    if (before && !now.has(before.clip.id)) skipped.push({ change, reason: `“${before.clip.name}” is not in this cut.` })
    else if (before && after) {
      const work: Work = works.get(before.clip.id) ?? { before, after, changes: new Map() }
      works.set(before.clip.id, work)
      work.changes.set(change.kind, change)
    } else if (before) wanted.delete(before.clip.id)
    else if (after) add(after, change)
  }
  for (const [id, work] of works) make(id, work)
  const staying = [...now].filter(([id]) => wanted.has(id))
  for (const [id, inTheWay] of settlePlaces(placesOf(wanted), placesOf(staying))) refusePlace(id, inTheWay)

  // Both halves of a razored clip come home with its markers' ids.
  const marked = new Set([...wanted].flatMap(([id, { clip }]) => (added.has(id) ? [] : clip.markers.map(marker => marker.id))))
  for (const id of added.keys()) {
    const one = wanted.get(id)
    if (!one) continue
    const markers = one.clip.markers.filter(marker => !marked.has(marker.id))
    for (const marker of markers) marked.add(marker.id)
    wanted.set(id, { ...one, clip: { ...one.clip, markers } })
  }

  const lying = Map.groupBy(wanted.values(), one => one.trackId)
  const clipsOn = (id: string): Clip[] => (lying.get(id) ?? []).map(({ clip }) => clip).sort((a, b) => a.start - b.start)
  const laid = [...present.tracks, ...tracks.made.values()].map(track => ({ ...track, clips: clipsOn(track.id) }))
  const inOrder = (['video', 'audio'] as const).flatMap(kind => laid.filter(track => track.kind === kind))
  return {
    timeline: { ...present, media: Object.fromEntries(media), tracks: inOrder },
    added: new Map([...added].map(([id, { found }]) => [found.clip.id, id])),
    skipped,
  }
}

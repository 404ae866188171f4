import type { Timeline } from '../model.ts'
import { rateLabel, sameRate } from '../time/rate.ts'
import { formatTimecode } from '../time/timecode.ts'
import { type Change, framesText, type Sources } from './change.ts'
import { clipChanges } from './clip-changes.ts'
import { markerDifferences, type MarkerDifference } from './marker-changes.ts'
import { type Found, type Matches, matchClips } from './match.ts'
import { continuedTracks } from './tracks.ts'
import { transitionDifferences, type TransitionDifference } from './transition-changes.ts'

/** Everything in which two timelines differ, with what is needed to take it over. */
export type Differences = {
  readonly matches: Matches
  /** Track after to the track before that it continues. */
  readonly tracks: ReadonlyMap<string, string>
  readonly ofClips: readonly { readonly change: Change; readonly before: Found | null; readonly after: Found | null }[]
  readonly ofTransitions: readonly TransitionDifference[]
  readonly ofMarkers: readonly MarkerDifference[]
}

const wholeClip = ({ clip }: Found, kind: 'added' | 'removed', words: string): Change => ({
  id: `${kind}:${clip.id}`,
  kind,
  before: kind === 'removed' ? clip.id : null,
  after: kind === 'added' ? clip.id : null,
  name: clip.name,
  frames: { start: clip.start, duration: clip.duration },
  sentence: `“${clip.name}” ${words}.`,
})

/** @throws RangeError when the rates differ. */
export const differences = (before: Timeline, after: Timeline, sources: Sources): Differences => {
  if (!sameRate(before.rate, after.rate))
    throw new RangeError(`${rateLabel(before.rate)} and ${rateLabel(after.rate)} frames a second do not compare`)
  const matches = matchClips(before, after)
  const tracks = continuedTracks(before, after)
  const { rate, timecode } = after
  const isNew = (one: Found): string => {
    const at = formatTimecode(timecode.start + one.clip.start, rate, timecode.dropFrame)
    return `is new, for ${framesText(one.clip.duration)} at ${at}`
  }
  const beforeIds = new Map(matches.pairs.map(pair => [pair.after.clip.id, pair.before.clip.id]))
  return {
    matches,
    tracks,
    ofClips: [
      ...matches.gone.map(one => ({ change: wholeClip(one, 'removed', 'is gone'), before: one, after: null })),
      ...matches.pairs.flatMap(pair => {
        const sameTrack = tracks.get(pair.after.track.id) === pair.before.track.id
        return clipChanges(pair.before, pair.after, sameTrack, after, sources).map(change => ({ change, ...pair }))
      }),
      ...matches.fresh.map(one => ({ change: wholeClip(one, 'added', isNew(one)), before: null, after: one })),
    ],
    ofTransitions: transitionDifferences(before, after, id => beforeIds.get(id) ?? null),
    ofMarkers: markerDifferences(before, after),
  }
}

/**
 * What has been done between two versions of a timeline, in order of time: clips are recognised by id, or by checksum, reel or
 * file name of their media. An empty list means the same cut.
 * @throws RangeError when the rates differ: frames of different grids do not compare.
 */
export const changes = (before: Timeline, after: Timeline, sources: Sources = 'nearly'): Change[] => {
  const { ofClips, ofTransitions, ofMarkers } = differences(before, after, sources)
  return [...ofClips, ...ofTransitions, ...ofMarkers].map(({ change }) => change).sort((a, b) => a.frames.start - b.frames.start)
}

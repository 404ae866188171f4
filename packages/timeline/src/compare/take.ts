import type { Timeline } from '../model.ts'
import type { Change } from './change.ts'
import { differences } from './changes.ts'
import { takenClips } from './take-clips.ts'
import { takenMarkers } from './take-markers.ts'
import { takenTransitions } from './take-transitions.ts'

/** A change that could not be taken, and why, in a sentence. */
export type Skipped = { readonly change: Change; readonly reason: string }

export type Taken = { readonly timeline: Timeline; readonly taken: readonly Change[]; readonly skipped: readonly Skipped[] }

/** The timelines of a comparison, and the one that takes changes over. */
export type Versions = {
  /** What is to be changed. Clips that it shares with `before` carry the same ids there. */
  readonly present: Timeline
  /** What `after` was made from: `present` itself, or what the format of `after` had left of it. */
  readonly before: Timeline
  readonly after: Timeline
}

/**
 * The present timeline with some of the changes between two others. Whatever is chosen, the result has no fault that the
 * present timeline lacks: changes that cannot be made without others are skipped, with the reason. All of them together give
 * the cut of the timeline after, as far as `before` tells of the present one. `newId` names what is new.
 * @throws RangeError when the rates differ.
 */
export const takeChanges = (versions: Versions, isTaken: (change: Change) => boolean, newId: () => string): Taken => {
  const { present, before, after } = versions
  const all = differences(before, after, 'exactly')
  const clips = takenClips(versions, all, isTaken, newId)
  const ids = new Map([...all.matches.pairs.map(pair => [pair.after.clip.id, pair.before.clip.id] as const), ...clips.added])
  const joined = takenTransitions(
    present,
    clips.timeline,
    all.ofTransitions.filter(({ change }) => isTaken(change)),
    id => ids.get(id),
    newId,
  )
  const marked = takenMarkers(
    present.markers,
    all.ofMarkers.filter(({ change }) => isTaken(change)),
    newId,
  )
  const skipped = [...clips.skipped, ...joined.skipped, ...marked.skipped]
  const left = new Set(skipped.map(({ change }) => change))
  const asked = [...all.ofClips, ...all.ofTransitions, ...all.ofMarkers].map(({ change }) => change).filter(isTaken)
  return {
    timeline: { ...joined.timeline, markers: marked.markers },
    taken: asked.filter(change => !left.has(change)),
    skipped,
  }
}

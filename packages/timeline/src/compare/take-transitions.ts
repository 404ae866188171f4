import { type Problem, reporter } from '../check/problem.ts'
import { checkTransitions } from '../check/transitions.ts'
import type { Clip, Timeline, Track, Transition } from '../model.ts'
import type { Change } from './change.ts'
import type { Skipped } from './take.ts'
import { cuts, joints, pairKey, type TransitionDifference } from './transition-changes.ts'

/** Whether a clip has stayed as it was, wherever it lies now. */
const isAsItWas = (clip: Clip, was: Clip | undefined): boolean =>
  was !== undefined &&
  clip.duration === was.duration &&
  clip.sourceIn === was.sourceIn &&
  clip.mediaId === was.mediaId &&
  clip.speed.num * was.speed.den === was.speed.num * clip.speed.den &&
  clip.fadeIn === was.fadeIn &&
  clip.fadeOut === was.fadeOut

type Kept = { readonly transition: Transition; readonly change: Change | null }

const problemOf = (timeline: Timeline, track: Track, transition: Transition, clips: readonly Clip[]): string | null => {
  const problems: Problem[] = []
  checkTransitions(timeline, { ...track, clips, transitions: [transition] }, reporter(problems))
  return problems[0]?.sentence ?? null
}

/** A fade and a transition cannot share a cut: whoever takes the transition gives up the fade. */
const withoutFade = (track: Track, outgoing: Clip, incoming: Clip): Track => ({
  ...track,
  clips: track.clips.map(clip =>
    clip.id === outgoing.id ? { ...clip, fadeOut: 0 } : clip.id === incoming.id ? { ...clip, fadeIn: 0 } : clip,
  ),
})

/**
 * Gives the tracks of `timeline`, whose clips have been changed, their transitions: those that `present` has follow their
 * clips as long as these meet and have the source, and what was done to some of them is done here too. `idOf` gives the id
 * that a clip of the timeline after has here.
 */
export const takenTransitions = (
  present: Timeline,
  timeline: Timeline,
  chosen: readonly TransitionDifference[],
  idOf: (afterId: string) => string | undefined,
  newId: () => string,
): { timeline: Timeline; skipped: Skipped[] } => {
  const skipped: Skipped[] = []
  const kept = new Map<string, Kept>(
    joints(present).map(({ transition, outgoing, incoming }) => [
      pairKey(outgoing.id, incoming.id),
      { transition, change: null },
    ]),
  )
  const meeting = cuts(timeline)
  const was = new Map(present.tracks.flatMap(({ clips }) => clips.map(clip => [clip.id, clip] as const)))
  for (const { change, outgoing, incoming, to } of chosen) {
    const key = pairKey(idOf(outgoing) ?? '', idOf(incoming) ?? '')
    if (!meeting.has(key)) skipped.push({ change, reason: 'Its two clips do not meet in this cut; take their changes too.' })
    else if (!to) kept.delete(key)
    else kept.set(key, { transition: { ...to, id: kept.get(key)?.transition.id ?? newId() }, change })
  }
  const tracks = timeline.tracks.map(given => {
    let track = given
    let before = { reach: Number.NEGATIVE_INFINITY, isAsItWas: true }
    const transitions: Transition[] = []
    given.clips.forEach((clip, index) => {
      const outgoing = given.clips[index - 1]
      const one = outgoing && kept.get(pairKey(outgoing.id, clip.id))
      if (!outgoing || !one || !meeting.has(pairKey(outgoing.id, clip.id))) return
      const transition = { ...one.transition, cut: clip.start }
      // Faults that the present timeline has are none of the taken changes' making.
      const stays = !one.change && [outgoing, clip].every(side => isAsItWas(side, was.get(side.id)))
      const faded = one.change ? withoutFade(track, outgoing, clip) : track
      const meets = clip.start - transition.inOffset < before.reach && !(stays && before.isAsItWas)
      const problem = meets
        ? 'It would begin before the transition in front of it has ended.'
        : stays
          ? null
          : problemOf(timeline, faded, transition, faded.clips.slice(index - 1, index + 1))
      if (problem !== null) {
        if (one.change) skipped.push({ change: one.change, reason: problem })
        return
      }
      track = faded
      before = { reach: clip.start + transition.outOffset, isAsItWas: stays }
      transitions.push(transition)
    })
    return { ...track, transitions }
  })
  return { timeline: { ...timeline, tracks }, skipped }
}

import { checkClips } from '../check/clips.ts'
import { type Problem, reporter } from '../check/problem.ts'
import { checkTransitions } from '../check/transitions.ts'
import type { Clip, Timeline, Track, Transition } from '../model.ts'

/** The first error of a track's clips that it did not have before; overlaps that only moved along are the same ones. */
export const freshError = (timeline: Timeline, before: Track, after: Track): Problem | null => {
  const old = new Set(before.clips)
  const changed = new Set(after.clips.filter(clip => !old.has(clip)))
  const errors = clipErrors(timeline, { ...after, clips: meeting(after.clips, changed) })
  if (errors.length === 0) return null
  const known = new Set(clipErrors(timeline, before).map(nameOf))
  return errors.find(problem => !known.has(nameOf(problem))) ?? null
}

const nameOf = ({ code, clipIds, frames, sentence }: Problem): string =>
  code === 'overlap' ? `${clipIds.toSorted().join(' ')} ${frames?.duration}` : sentence

const clipErrors = (timeline: Timeline, track: Track): Problem[] => {
  const problems: Problem[] = []
  checkClips(timeline, track, reporter(problems))
  return problems.filter(problem => problem.severity === 'error')
}

/** The changed clips of a track, and those that share frames with one: the others are as good as they were. */
const meeting = (clips: readonly Clip[], changed: ReadonlySet<Clip>): Clip[] => {
  const met = new Set(changed)
  let latest: Clip | null = null
  for (const clip of clips) {
    if (latest && clip.start < latest.start + latest.duration) {
      if (changed.has(clip)) met.add(latest)
      if (changed.has(latest)) met.add(clip)
    }
    if (!latest || clip.start + clip.duration > latest.start + latest.duration) latest = clip
  }
  return clips.filter(clip => met.has(clip))
}

/** A track without the transitions that an edit has left without a cut, without room or without handles. */
export const withoutBrokenTransitions = (timeline: Timeline, track: Track): { track: Track; removed: string[] } => {
  const inOrder = [...track.transitions].sort((a, b) => a.cut - b.cut)
  const removed: string[] = []
  const kept: Transition[] = []
  const [ending, starting] = [
    new Map(track.clips.map(clip => [clip.start + clip.duration, clip])),
    new Map(track.clips.map(clip => [clip.start, clip])),
  ]
  const sidesOf = ({ cut }: Transition): Clip[] => [ending.get(cut), starting.get(cut)].filter(clip => clip !== undefined)
  for (const transition of inOrder) {
    const problems: Problem[] = []
    const transitions = [...kept.slice(-1), transition]
    checkTransitions(timeline, { ...track, clips: transitions.flatMap(sidesOf), transitions }, reporter(problems))
    if (problems.length > 0) removed.push(transition.id)
    else kept.push(transition)
  }
  return {
    track:
      removed.length > 0 || kept.some((one, index) => one !== track.transitions[index]) ? { ...track, transitions: kept } : track,
    removed,
  }
}

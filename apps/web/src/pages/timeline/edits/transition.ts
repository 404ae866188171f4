import type { TimelineEdit } from '@storycanvas/api'
import { type Clip, createTransition, timebase, type Timeline, type Transition, validate } from '@storycanvas/timeline'
import { refuse } from './refusal.ts'

/** Half a second around the cut, as the server lays it where no length is given. */
export const standardLength = ({ rate }: Timeline) => Math.max(2, Math.round(timebase(rate) / 2))
/** From the left edge to the right one, by its SMPTE 258M number. */
export const wipeFromLeft = 1

/** How two clips hand over at a cut: the transition that stood there gives way to the new one. */
export function withTransition(
  timeline: Timeline,
  { track: id, cut, to, wipe, inOffset, outOffset }: Extract<TimelineEdit, { kind: 'transition' }>,
): Timeline {
  const track = timeline.tracks.find(track => track.id === id) ?? refuse(`There is no track “${id}”.`)
  const outgoing = track.clips.find(({ start, duration }) => start + duration === cut)
  const incoming = track.clips.find(({ start }) => start === cut)
  if (!outgoing || !incoming) return refuse('A transition stands where two clips meet, and here none do.')
  const standard = standardLength(timeline)
  const half = Math.floor(Math.min(standard, outgoing.duration, incoming.duration) / 2)
  const others = track.transitions.filter(transition => transition.cut !== cut)
  const before = track.transitions.find(transition => transition.cut === cut)
  const isJoined = to === 'dissolve' || to === 'wipe'
  const joined = createTransition({
    id: before?.id ?? `${outgoing.id}:${to}`,
    kind: to === 'wipe' ? 'wipe' : 'dissolve',
    wipe: to === 'wipe' ? (wipe ?? wipeFromLeft) : null,
    cut,
    inOffset: inOffset ?? half,
    outOffset: outOffset ?? half,
  })
  if (isJoined) requireRoom(timeline, [outgoing, incoming], joined, others)
  const fade = (duration: number) => (to === 'fade' ? Math.min(standard, Math.floor(duration / 2)) : 0)
  const clips = track.clips.map(clip => {
    if (clip === outgoing) return { ...clip, fadeOut: fade(clip.duration) }
    return clip === incoming ? { ...clip, fadeIn: fade(clip.duration) } : clip
  })
  const transitions = isJoined ? [...others, joined].toSorted((a, b) => a.cut - b.cut) : others
  return { ...timeline, tracks: timeline.tracks.map(one => (one === track ? { ...track, clips, transitions } : one)) }
}

/** A transition needs length, source on both sides, and frames that no other one has. */
function requireRoom(
  { media, ...timeline }: Timeline,
  clips: readonly Clip[],
  joined: Transition,
  others: readonly Transition[],
) {
  const [from, to] = [joined.cut - joined.inOffset, joined.cut + joined.outOffset]
  if (others.some(({ cut, inOffset, outOffset }) => cut - inOffset < to && cut + outOffset > from))
    refuse('Another transition begins before this one would end.')
  const own = clips.flatMap(({ mediaId }) => (media[mediaId] ? [[mediaId, media[mediaId]] as const] : []))
  const plain = clips.map(clip => ({ ...clip, fadeIn: 0, fadeOut: 0 }))
  const kind = clips.some(({ mediaId }) => media[mediaId]?.kind === 'audio') ? ('audio' as const) : ('video' as const)
  const track = { id: 'cut', kind, name: 'cut', muted: false, clips: plain, transitions: [joined] }
  const alone = { ...timeline, media: Object.fromEntries(own), tracks: [track], captions: [], markers: [] }
  const [problem] = validate(alone).filter(({ severity }) => severity === 'error')
  if (problem) refuse(problem.sentence)
}

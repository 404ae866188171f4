import type { Clip, Timeline } from '@storycanvas/timeline'
import type { EditOf } from './apply-edit.ts'
import type { Cut } from './cut-model.ts'
import { withNext } from './hand-overs.ts'
import { missing } from './reach.ts'
import { refuse } from './refuse.ts'
import type { Sources } from './sources.ts'

/** How the two clips that meet at a cut hand over. A length that is asked for has to be there in both of them. */
export async function handOverAt(cut: Cut, edit: EditOf<'transition'>, sources: Sources): Promise<Cut> {
  const track = cut.timeline.tracks.find(({ id }) => id === edit.track)
  const meeting = track && withNext(track).find(({ clip, next }) => next?.start === edit.cut && clip !== next)
  if (!track || !meeting?.next) return refuse(`No two clips meet at frame ${edit.cut} of track “${track?.name ?? edit.track}”.`)
  const { clip: outgoing, next: incoming } = meeting
  const handOvers = new Map(cut.handOvers)
  if (edit.to === 'cut') {
    handOvers.delete(outgoing.id)
    return { timeline: cut.timeline, handOvers }
  }
  await requireRoom(cut.timeline, outgoing, incoming, edit, sources)
  handOvers.set(outgoing.id, {
    style: edit.to,
    wipe: edit.to === 'wipe' ? (edit.wipe ?? null) : null,
    transitionInFrames: edit.inOffset ?? null,
    transitionOutFrames: edit.outOffset ?? null,
  })
  return { timeline: withAutomaticFades(cut.timeline, track.id, outgoing, incoming), handOvers }
}

async function requireRoom(
  timeline: Timeline,
  outgoing: Clip,
  incoming: Clip,
  { to, inOffset, outOffset }: EditOf<'transition'>,
  sources: Sources,
): Promise<void> {
  const [before, after] = [inOffset ?? 0, outOffset ?? 0]
  if (inOffset !== undefined && outOffset !== undefined && before + after < 1) refuse('A transition has at least one frame.')
  if (before > outgoing.duration || after > incoming.duration)
    refuse(`The transition is longer than “${before > outgoing.duration ? outgoing.name : incoming.name}”.`)
  if (to === 'fade') return
  const facts = await sources.of([outgoing, incoming])
  const lacks = (clip: Clip, sides: { before: number; after: number }) => {
    const source = facts.get(clip.id)
    return source ? missing(clip, source, timeline, sides) : { before: 0, after: 0 }
  }
  const [behind, ahead] = [lacks(outgoing, { before: 0, after }).after, lacks(incoming, { before, after: 0 }).before]
  const running = facts.get(outgoing.id)
  // A video that holds its last frame holds it through the transition too.
  const holds = running?.kind === 'running' && running.holds && lacks(outgoing, { before: 0, after: 0 }).after > 0
  if (behind > 0 && !holds)
    refuse(`The transition needs ${behind} frames of “${outgoing.name}” behind its end that are not there.`)
  if (ahead > 0) refuse(`The transition needs ${ahead} frames of “${incoming.name}” before its beginning that are not there.`)
}

/** What was said of the fades at this cut before gives way to the hand-over. */
function withAutomaticFades(timeline: Timeline, trackId: string, outgoing: Clip, incoming: Clip): Timeline {
  const changed = new Map([
    [outgoing, { ...outgoing, fadeOut: 0, metadata: { ...outgoing.metadata, automaticFadeOut: true } }],
    [incoming, { ...incoming, fadeIn: 0, metadata: { ...incoming.metadata, automaticFadeIn: true } }],
  ])
  return {
    ...timeline,
    tracks: timeline.tracks.map(track =>
      track.id === trackId ? { ...track, clips: track.clips.map(clip => changed.get(clip) ?? clip) } : track,
    ),
  }
}

import type { Clip, Transition } from '../../../model.ts'
import { scale } from '../../../time/fraction.ts'
import type { Draft } from '../../draft.ts'
import type { Piece } from './clips.ts'

/** Moves a clip's beginning by frames; its source moves along, up as lists round it down before a transition. */
const beginLater = (clip: Clip, by: number): Clip => {
  const { num, den } = clip.speed
  const passed = num < 0 ? 0 - scale(by, { num: -num, den }, 'ceil') : scale(by, { num, den }, 'ceil')
  return { ...clip, start: clip.start + by, duration: clip.duration - by, sourceIn: clip.sourceIn + passed }
}

/** What our writer notes with a transition: its id, how far before its cut it begins, and how much later the list says. */
export type TransitionNote = { readonly id: string; readonly inOffset: number; readonly late: number }
export type NotedPiece = Piece & { readonly transition: TransitionNote | null }

/** Whether a clip already on the track is the one that a transition comes from. */
const leadsInto = (previous: Clip | undefined, outgoing: Clip | null, from: number): boolean => {
  if (!previous || previous.start + previous.duration !== from || previous.fadeOut > 0) return false
  if (!outgoing) return true
  const sameSpeed = previous.speed.num * outgoing.speed.den === outgoing.speed.num * previous.speed.den
  // Our own writer notes which clip it is.
  if (!sameSpeed || outgoing.id !== 'clip') return sameSpeed && outgoing.id === previous.id
  const end = beginLater(previous, previous.duration)
  return previous.mediaId === outgoing.mediaId && Math.abs(end.sourceIn - outgoing.sourceIn) <= 1
}

/**
 * Turns the pieces of one channel into clips. A list cuts where a dissolve begins: the outgoing clip goes on under it. Where
 * our own writer has noted how far before its cut a transition begins, the cut goes back to its place.
 */
export const joinPieces = (pieces: readonly NotedPiece[], draft: Draft): { clips: Clip[]; transitions: Transition[] } => {
  const clips: Clip[] = []
  const transitions: Transition[] = []
  for (const { clip, outgoing, fromBlack, line, begins, transition } of [...pieces].sort(
    (a, b) => a.line.recordIn - b.line.recordIn,
  )) {
    const length = begins?.length ?? 0
    if (length === 0) {
      if (clip) clips.push(clip)
      continue
    }
    const from = clip?.start ?? (outgoing?.start || 0)
    const known = !fromBlack && leadsInto(clips.at(-1), outgoing, from)
    const late = transition?.late ?? 0
    const noted = Math.min((transition?.inOffset ?? 0) - late, length, clip?.duration ?? length)
    // A clip that is seen in its transition alone lasts one frame of it, the least that a clip can.
    const alone = !known && outgoing && clip ? Math.min(1, clip.duration - 1) : 0
    const inOffset = clip ? noted || alone : length
    if (!known && outgoing && inOffset > 0) clips.push({ ...outgoing, id: draft.id(outgoing.id) })
    const previous = clips.at(-1)
    const joins = previous !== undefined && (known || (outgoing !== null && inOffset > 0))
    if (!joins) {
      if (clip) clips.push({ ...clip, fadeIn: length })
      if (outgoing)
        draft.note(
          { line: line.line, name: `event ${line.number}` },
          'The clip that it dissolves from is missing; it comes as a fade.',
        )
      continue
    }
    clips[clips.length - 1] = { ...previous, duration: previous.duration + inOffset, ...(!clip && { fadeOut: length }) }
    if (!clip) continue
    clips.push(beginLater(clip, inOffset))
    const { kind, wipe } = begins ?? { kind: 'dissolve', wipe: null }
    const id = draft.id(transition?.id ?? 'transition')
    transitions.push({
      id,
      kind,
      wipe,
      cut: clip.start + inOffset,
      inOffset: inOffset + late,
      outOffset: length - inOffset,
      metadata: {},
    })
  }
  // A clip without length was to be lengthened by what follows it, and nothing did.
  const real = clips.filter(clip => clip.duration > 0)
  const starts = new Set(real.map(clip => clip.start))
  return { clips: real, transitions: transitions.filter(transition => starts.has(transition.cut)) }
}

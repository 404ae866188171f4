import { type Clip, createTransition, type Frames, type Rate, type Transition } from '@storycanvas/timeline'
import { handlesOf } from './footage.ts'
import type { Piece } from './pieces.ts'

/** Half a second: 12 frames at 24. */
export const standardLength = ({ num, den }: Rate): Frames => Math.max(2, Math.round(num / (2 * den)))

/** A wipe from the left edge to the right one, by its SMPTE 258M number. */
const wipeFromLeft = 1

/**
 * The pieces of one track, in order and without overlaps, as clips with their fades and the transitions between them. What
 * a row asks for and its neighbours or its source have no room for becomes shorter, or is left out.
 */
export function joinPieces(pieces: readonly Piece[], rate: Rate): { clips: Clip[]; transitions: Transition[] } {
  const length = standardLength(rate)
  const clips = pieces.map((piece, index) => ({ ...piece.clip, ...fadesOf(piece, pieces[index - 1], pieces[index + 1], length) }))
  const transitions: Transition[] = []
  let taken = 0
  for (const [index, piece] of pieces.entries()) {
    const [outgoing, incoming, next] = [clips[index], clips[index + 1], pieces[index + 1]]
    if (!outgoing || !incoming || !next || !isJoined(piece, next)) {
      taken = 0
      continue
    }
    const wanted = offsetsOf(piece, next, length)
    const inOffset = Math.min(
      wanted.in,
      outgoing.duration - outgoing.fadeIn - taken,
      handlesOf(next.clip, next.media, rate).before,
    )
    const outOffset = Math.min(wanted.out, incoming.duration - incoming.fadeOut, handlesOf(piece.clip, piece.media, rate).after)
    taken = outOffset
    if (inOffset + outOffset < 1) continue
    const kind = piece.cut.transition === 'wipe' ? 'wipe' : 'dissolve'
    const wipe = kind === 'wipe' ? (piece.cut.wipe ?? wipeFromLeft) : null
    const id = `${piece.clip.id}:${kind}`
    transitions.push(createTransition({ id, kind, wipe, cut: incoming.start, inOffset, outOffset }))
  }
  return { clips, transitions }
}

const endOf = ({ clip }: Piece): Frames => clip.start + clip.duration

const meet = (piece: Piece, next: Piece | undefined): boolean => next !== undefined && endOf(piece) === next.clip.start

/** Whether a piece dissolves or wipes into the one behind it. */
const isJoined = (piece: Piece, next: Piece | undefined): boolean =>
  piece.isLast && meet(piece, next) && (piece.cut.transition === 'dissolve' || piece.cut.transition === 'wipe')

/**
 * Frames of a transition on either side of its cut: as the row says, else centred and at most half of either clip, so that
 * two transitions never meet.
 */
function offsetsOf(piece: Piece, next: Piece, length: Frames): { in: Frames; out: Frames } {
  const half = Math.floor(Math.min(length, piece.clip.duration, next.clip.duration) / 2)
  return { in: piece.cut.transitionInFrames ?? half, out: piece.cut.transitionOutFrames ?? half }
}

/** From and to black or silence: as the row says, else as the hand-overs on either side imply. A transition leaves no room. */
function fadesOf(
  piece: Piece,
  before: Piece | undefined,
  after: Piece | undefined,
  length: Frames,
): Pick<Clip, 'fadeIn' | 'fadeOut'> {
  const { clip, cut, isFirst, isLast } = piece
  const longest = Math.min(length, Math.floor(clip.duration / 2))
  const comesFromFade = before !== undefined && before.cut.transition === 'fade' && meet(before, piece)
  const impliedIn = comesFromFade ? (before.cut.transitionOutFrames ?? longest) : 0
  const impliedOut = cut.transition === 'fade' ? (cut.transitionInFrames ?? longest) : 0
  const isEntered = before !== undefined && isJoined(before, piece)
  const fadeIn = isFirst && !isEntered ? Math.min(cut.fadeInFrames ?? impliedIn, clip.duration) : 0
  const fadeOut = isLast && !isJoined(piece, after) ? Math.min(cut.fadeOutFrames ?? impliedOut, clip.duration - fadeIn) : 0
  return { fadeIn, fadeOut }
}

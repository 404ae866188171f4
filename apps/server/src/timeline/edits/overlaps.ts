import type { ClipState, States } from './states.ts'

/** Two clips of one track that share frames, by id, in alphabetical order. */
export type Pair = [string, string]

type Placed = { id: string } & Pick<ClipState, 'track' | 'startFrame' | 'durationFrames'>

/** Every pair of clips that share frames. */
export function overlappingPairs(clips: Iterable<Placed>): Pair[] {
  const pairs: Pair[] = []
  for (const own of Map.groupBy(clips, ({ track }) => track).values()) {
    let open: Placed[] = []
    for (const clip of own.sort((a, b) => a.startFrame - b.startFrame)) {
      open = open.filter(({ startFrame, durationFrames }) => startFrame + durationFrames > clip.startFrame)
      for (const other of open) pairs.push(other.id < clip.id ? [other.id, clip.id] : [clip.id, other.id])
      open.push(clip)
    }
  }
  return pairs
}

export const placed = (states: States<ClipState>): Placed[] =>
  [...states].flatMap(([id, state]) => (state === null ? [] : [{ id, ...placeOf(state) }]))

const placeOf = ({ track, startFrame, durationFrames }: ClipState) => ({ track, startFrame, durationFrames })

export const pairKey = ([a, b]: Pair): string => `${a} ${b}`

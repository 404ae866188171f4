import type { TimelineStep } from '@storycanvas/api'
import { createTransition, type Frames, type Timeline, type Transition } from '@storycanvas/timeline'
import type { Tx } from '../../platform/database/database.ts'
import { standardLength } from '../assembly/transitions.ts'
import type { CutSettings } from '../cut/change-cut.ts'
import { type Cut, cutModel, type HandOver } from './cut-model.ts'
import { changedStates, originsOf } from './cut-states.ts'
import { followed, withNext } from './hand-overs.ts'
import type { Editor } from './history.ts'
import { overlappingPairs, pairKey, placed } from './overlaps.ts'
import { RequestError } from '../../platform/http/problem.ts'
import { allClips, cutRows } from './read-states.ts'
import { refuse } from './refuse.ts'
import type { ClipState, States } from './states.ts'
import { makeStep } from './step.ts'

/**
 * Writes any change of the whole cut as one step. The timeline that `change` gets has a clip for each row, under its id, and
 * a transition for each dissolve and wipe, under the id of its outgoing clip: left alone it follows its two clips, taken out
 * it becomes a cut, put in anew or changed it gets the length that it has.
 * @throws RequestError `timeline-overlap` or `timeline-refused`
 */
export async function writeStep(
  tx: Tx,
  settings: CutSettings,
  { label, ...editor }: Editor & { label: string },
  change: (cut: Timeline) => Timeline,
): Promise<TimelineStep> {
  const rows = await cutRows(tx, editor.projectId, await allClips(tx, editor.projectId))
  const first = cutModel(editor.projectId, settings.rate, rows)
  const shown = withTransitions(first)
  const { cut: last, removed: removedTransitions } = withoutTransitions(first, shown, change(shown))
  const states = changedStates(rows, first, last)
  requireSound(last.timeline)
  requireNoOverlap(rows.clips, states.after.clips)
  const origins = originsOf(last, new Map())
  return makeStep(tx, settings, editor, { label, ...states, lying: rows.clips, origins, removedTransitions })
}

function withTransitions({ timeline, handOvers }: Cut): Timeline {
  const half = Math.floor(standardLength(timeline.rate) / 2)
  const tracks = timeline.tracks.map(track => ({
    ...track,
    transitions: withNext(track).flatMap(({ clip, next }) => {
      const handOver = handOvers.get(clip.id)
      return next && handOver && handOver.style !== 'fade'
        ? [transitionOf(clip.id, next.start, Math.min(half, clip.duration, next.duration), handOver)]
        : []
    }),
  }))
  return { ...timeline, tracks }
}

function transitionOf(id: string, cut: Frames, half: Frames, handOver: HandOver): Transition {
  const { style, wipe, transitionInFrames, transitionOutFrames } = handOver
  return createTransition({
    ...{ id, cut, inOffset: transitionInFrames ?? half, outOffset: transitionOutFrames ?? half },
    ...(style === 'wipe' ? { kind: 'wipe', wipe: wipe ?? 1 } : { kind: 'dissolve' }),
  })
}

function withoutTransitions(first: Cut, shown: Timeline, wanted: Timeline): { cut: Cut; removed: number } {
  const known = new Map(shown.tracks.flatMap(({ transitions }) => transitions.map(one => [one.id, one] as const)))
  const bare = { ...wanted, tracks: wanted.tracks.map(track => ({ ...track, transitions: [] })) }
  const { cut, removed } = followed(first, bare, new Map())
  const handOvers = new Map(cut.handOvers)
  const left = new Set(wanted.tracks.flatMap(({ transitions }) => transitions.map(({ id }) => id)))
  for (const id of known.keys()) if (!left.has(id)) handOvers.delete(id)
  for (const track of wanted.tracks) {
    const outgoing = new Map(track.clips.map(clip => [clip.start + clip.duration, clip.id]))
    for (const one of track.transitions) {
      const clipId = outgoing.get(one.cut)
      if (clipId !== undefined && !isSame(one, known.get(one.id))) handOvers.set(clipId, explicit(one))
    }
  }
  return { cut: { timeline: bare, handOvers }, removed }
}

const isSame = (one: Transition, known: Transition | undefined): boolean =>
  known !== undefined && (['kind', 'wipe', 'inOffset', 'outOffset'] as const).every(name => one[name] === known[name])

const explicit = ({ kind, wipe, inOffset, outOffset }: Transition): HandOver => ({
  style: kind,
  wipe,
  transitionInFrames: inOffset,
  transitionOutFrames: outOffset,
})

function requireSound({ tracks }: Timeline): void {
  const ids = new Set<string>()
  for (const { clips } of tracks)
    for (const { id, name, start, duration, sourceIn, speed } of clips) {
      const isWhole = [start, duration, sourceIn, speed.num, speed.den].every(Number.isSafeInteger)
      if (!isWhole || start < 0 || duration < 1 || speed.den < 1) refuse(`“${name}” has no place in the cut.`)
      if (ids.has(id)) refuse(`“${name}” is in the cut twice.`)
      ids.add(id)
    }
}

function requireNoOverlap(lying: ReadonlyMap<string, ClipState>, after: States<ClipState>): void {
  const known = new Set(overlappingPairs(placed(lying)).map(pairKey))
  const all = new Map([...lying, ...after])
  const fresh = overlappingPairs(placed(all)).filter(pair => !known.has(pairKey(pair)))
  if (fresh.length === 0) return
  const nameOf = (id: string) => all.get(id)?.name ?? id
  const errors = fresh.map(([a, b]) => ({ field: a, message: `“${nameOf(a)}” would lie over “${nameOf(b)}”` }))
  throw new RequestError('timeline-overlap', `${errors[0]?.message}.`, { errors })
}

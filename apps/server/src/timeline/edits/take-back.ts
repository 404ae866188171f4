import type { TimelineStep } from '@storycanvas/api'
import { noteTakenBack } from '../../activity/cut-steps.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { RequestError } from '../../platform/http/problem.ts'
import { changeCut, cutChanged, type CutSettings, lockCut, takeOverCut } from '../cut/change-cut.ts'
import { aroundClips } from './boxes.ts'
import { unlike, withFields } from './difference.ts'
import { type Editor, type KeptStep, keptStep, markStep, nextStep } from './history.ts'
import { overlappingPairs, pairKey, placed } from './overlaps.ts'
import { clipsWithin, clipStates, markersOf, tracksOf } from './read-states.ts'
import { type ClipState, type CutFields, type CutStates, cutParts, type States } from './states.ts'
import { stepReply } from './step.ts'
import { writeStates } from './write-states.ts'

/**
 * Takes a person's latest step back, or makes the one again that they took back last. Refused where somebody has changed
 * what it changed, or has put something in its place since.
 */
export function takeBack(database: Database, editor: Editor, way: 'undo' | 'redo'): Promise<TimelineStep> {
  return changeCut(database, editor.projectId, async (tx, settings) => {
    const step = await nextStep(tx, editor, way)
    if (!step) throw new RequestError('not-possible-now', `There is nothing of yours to ${way} in this cut.`)
    const reply = await reverseStep(tx, settings, editor, step, way)
    await noteTakenBack(tx, editor.projectId, step, way)
    return reply
  })
}

/** The same with any step of anybody, by its id; the caller writes down that it happened. */
export async function takeStepBack(tx: Tx, editor: Editor, stepId: string, way: 'undo' | 'redo'): Promise<void> {
  const step = await keptStep(tx, editor.projectId, stepId)
  if (!step) throw new RequestError('not-possible-now', 'This step of the cut is not kept any more.')
  await reverseStep(tx, await lockCut(tx, editor.projectId), editor, step, way)
}

async function reverseStep(tx: Tx, settings: CutSettings, editor: Editor, step: KeptStep, way: 'undo' | 'redo') {
  const { projectId } = editor
  const { before, after } = step.difference
  const [wanted, expected] = way === 'undo' ? [before, after] : [after, before]
  const present = await presentStates(tx, projectId, expected)
  await requireUnchanged(tx, step, present, expected)
  const states = {
    clips: withFields(present.clips, wanted.clips),
    markers: withFields(present.markers, wanted.markers),
    tracks: withFields(present.tracks, wanted.tracks),
  }
  await requireRoom(tx, projectId, step, present.clips, states.clips)
  await writeStates(tx, projectId, present, states)
  await takeOverCut(tx, projectId, settings)
  const revision = await cutChanged(tx, projectId)
  await markStep(tx, step.id, way)
  return stepReply(tx, editor, revision, { before: present, after: states })
}

async function presentStates(tx: Tx, projectId: string, fields: CutFields): Promise<CutStates> {
  const isConcerned = (part: keyof CutFields) => Object.keys(fields[part]).length > 0
  return {
    clips: await clipStates(tx, projectId, Object.keys(fields.clips)),
    markers: isConcerned('markers') ? await markersOf(tx, projectId) : new Map(),
    tracks: isConcerned('tracks') ? await tracksOf(tx, projectId) : new Map(),
  }
}

async function requireUnchanged(tx: Tx, { label }: KeptStep, present: CutStates, expected: CutFields): Promise<void> {
  const changed = {
    clips: unlike(present.clips, expected.clips),
    markers: unlike(present.markers, expected.markers),
    tracks: unlike(present.tracks, expected.tracks),
  }
  if (cutParts.every(part => changed[part].length === 0)) return
  const names = new Map([
    ...(await clipNames(tx, changed.clips)),
    ...changed.markers.map(id => [id, present.markers.get(id)?.name ?? 'a marker'] as const),
    ...changed.tracks.map(id => [id, id] as const),
  ])
  throw conflict(label, names, 'has been changed since')
}

/** Also of clips that lie in the trash. */
async function clipNames(tx: Tx, ids: readonly string[]): Promise<[string, string][]> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('clip').select(['id', 'name']).where('id', 'in', ids.slice(0, mostNamed)).execute()
  return rows.map(({ id, name }) => [id, name])
}

/** So many things a refusal names; nobody reads more. */
const mostNamed = 20

function conflict(label: string, names: ReadonlyMap<string, string>, why: string): RequestError {
  const [first, ...more] = [...names.values()]
  const others = more.length > 0 ? ` and ${more.length} more` : ''
  return new RequestError('conflict', `“${label}” stays as it is: “${first}”${others} ${why}.`, {
    errors: [...names].slice(0, mostNamed).map(([field, name]) => ({ field, message: `“${name}” ${why}` })),
  })
}

/** Clips that come back to where they were must not lie over others, unless they did so then. */
async function requireRoom(
  tx: Tx,
  projectId: string,
  { label, overlaps }: KeptStep,
  present: States<ClipState>,
  wanted: States<ClipState>,
): Promise<void> {
  const moved = [...wanted].flatMap(([id, state]) => (state && isElsewhere(present.get(id) ?? null, state) ? [state] : []))
  if (moved.length === 0) return
  const lying = await clipsWithin(tx, projectId, aroundClips(moved))
  const known = new Set([...overlaps, ...overlappingPairs(placed(lying))].map(pairKey))
  const fresh = overlappingPairs(placed(new Map([...lying, ...wanted]))).filter(pair => !known.has(pairKey(pair)))
  if (fresh.length === 0) return
  const inTheWay = fresh.map(([a, b]) => (wanted.has(a) && !wanted.has(b) ? b : a))
  throw conflict(label, new Map(inTheWay.map(id => [id, (lying.get(id) ?? wanted.get(id))?.name ?? id])), 'lies in its place now')
}

const isElsewhere = (was: ClipState | null, now: ClipState): boolean =>
  was?.track !== now.track || was.startFrame !== now.startFrame || was.durationFrames !== now.durationFrames

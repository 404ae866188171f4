import type { TimelineStep } from '@storycanvas/api'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { cutChanged, type CutSettings, takeOverCut } from '../cut/change-cut.ts'
import { differenceOf, isEmpty, namedIn } from './difference.ts'
import { type Editor, keepStep, turnsOf } from './history.ts'
import { overlappingPairs, type Pair, placed } from './overlaps.ts'
import { refuse } from './refuse.ts'
import type { ClipState, CutStates, States } from './states.ts'
import { type Origins, writeStates } from './write-states.ts'

/** As far as the contract counts frames. */
const longestCut = 100_000_000

export type Step = {
  label: string
  before: CutStates
  after: CutStates
  /** Live clips, before the step, around all that it changes. */
  lying: ReadonlyMap<string, ClipState>
  origins?: Origins
  removedTransitions?: number
}

/** Writes a change of the cut, which does not follow the board from then on, as a step that its maker can take back. */
export async function makeStep(tx: Tx, settings: CutSettings, editor: Editor, step: Step): Promise<TimelineStep> {
  const difference = differenceOf(step.before, step.after)
  const after = namedIn(step.after, difference.after)
  if (isEmpty(difference.after)) return stepReply(tx, editor, settings.revision, { ...step, after })
  requireWithinCut(after.clips)
  await writeStates(tx, editor.projectId, step.before, after, step.origins)
  await takeOverCut(tx, editor.projectId, settings)
  const revision = await cutChanged(tx, editor.projectId)
  await keepStep(tx, editor, { revision, label: step.label, difference, overlaps: allowedOverlaps(step) })
  return stepReply(tx, editor, revision, { ...step, after })
}

export async function stepReply(
  database: Reader,
  editor: Editor,
  revision: number,
  { before, after, removedTransitions = 0 }: Pick<Step, 'before' | 'after' | 'removedTransitions'>,
): Promise<TimelineStep> {
  const clips = [...after.clips]
  return {
    revision,
    changedClipIds: clips.flatMap(([id, state]) => (state === null ? [] : [id])),
    removedClipIds: clips.flatMap(([id, state]) => (state === null && before.clips.get(id) ? [id] : [])),
    removedTransitions,
    ...(await turnsOf(database, editor)),
  }
}

function requireWithinCut(clips: States<ClipState>): void {
  for (const state of clips.values())
    if (state !== null && state.startFrame + state.durationFrames > longestCut)
      refuse(`“${state.name}” would end after frame ${longestCut}, further than a cut can reach.`)
}

/** Pairs of clips that share frames before or after the step, and that it concerns: taking it back may restore them. */
function allowedOverlaps({ lying, after }: Step): Pair[] {
  const pairs = [...overlappingPairs(placed(lying)), ...overlappingPairs(placed(new Map([...lying, ...after.clips])))]
  return pairs.filter(pair => pair.some(id => after.clips.has(id)))
}

import type { TimelineChange } from '@storycanvas/api'

/** One line of the list: a change, or clips that all went along by the same amount, which nobody wants to tick one by one. */
export type Item = { id: string; changes: readonly [TimelineChange, ...TimelineChange[]]; sentence: string }
export type Group = { sceneId: string | null; heading: string; items: Item[] }

/** So many clips in a row that moved alike are one line. */
const FEWEST = 3

const movedBy = ({ kind, before, after }: TimelineChange): number | null =>
  kind === 'moved' && before && after && before.track === after.track ? after.startFrame - before.startFrame : null

/** The changes as a person reads them: by scene in the order of the film, and what only went along told once. */
export function grouped(changes: readonly TimelineChange[], headings: ReadonlyMap<string, string>): Group[] {
  const alone = { sceneId: null, heading: 'Outside the scenes', items: [] as Item[] }
  const groups = new Map<string | null, Group>()
  for (const run of runsOf(changes)) {
    const [first] = run
    const known = first.sceneId !== null && headings.has(first.sceneId) ? first.sceneId : null
    const group =
      groups.get(known) ?? (known === null ? alone : { sceneId: known, heading: headings.get(known) ?? '', items: [] })
    groups.set(known, group)
    if (run.length < FEWEST) for (const change of run) group.items.push(itemOf([change]))
    else group.items.push(itemOf(run))
  }
  return [...groups.values()].sort((a, b) => startOf(a) - startOf(b))
}

const startOf = ({ items: [first] }: Group): number => first?.changes[0].startFrame ?? 0

type Run = [TimelineChange, ...TimelineChange[]]

/** Neighbours of one scene and track that moved by the same amount, with what else was done to clips in between. */
function runsOf(changes: readonly TimelineChange[]): Run[] {
  const runs: Run[] = []
  const open = new Map<string, Run>()
  for (const change of changes) {
    const by = movedBy(change)
    const place = `${change.sceneId} ${change.after?.track}`
    const known = open.get(place)
    if (by !== null && known && movedBy(known[0]) === by) {
      known.push(change)
      continue
    }
    const run: Run = [change]
    runs.push(run)
    if (by !== null) open.set(place, run)
  }
  return runs
}

function itemOf(changes: Run): Item {
  const [first] = changes
  if (changes.length === 1) return { id: first.id, changes, sentence: first.sentence }
  const by = movedBy(first) ?? 0
  const frames = `${Math.abs(by)} ${Math.abs(by) === 1 ? 'frame' : 'frames'}`
  const last = changes.at(-1) ?? first
  return {
    id: first.id,
    changes,
    sentence: `${changes.length} clips, “${first.name}” to “${last.name}”, begin ${frames} ${by < 0 ? 'earlier' : 'later'}.`,
  }
}

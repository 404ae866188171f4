import type { Selectable } from 'kysely'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Database, Tx } from '../platform/database/database.ts'
import { notFound, RequestError } from '../platform/http/problem.ts'
import { type ProjectRow, readProject } from '../projects/read.ts'
import { changeStory } from '../story/change-story.ts'
import type { StoryHooks } from '../story/context.ts'
import { separate } from '../story/order/separate.ts'
import { takeStepBack } from '../timeline/edits/take-back.ts'
import { entryOf, takesBack } from './entries.ts'
import { requirePlaces } from './places.ts'
import type { RecordedKind } from './recorded.ts'
import { reverse } from './reverse.ts'
import type { ActivityTables } from './tables.ts'

export type ActivityContext = StoryHooks & {
  database: Database
  /** What else has to follow when a project's settings change. */
  settingsChanged: (tx: Tx, before: ProjectRow) => Promise<void>
}

export type Way = 'undo' | 'redo'
type Who = { projectId: string; accountId: string }

/** What stands in something comes after that, so that it finds its place. */
const order = ['project', 'character', 'location', 'instruction', 'chapter', 'scene', 'panel'] as const satisfies RecordedKind[]

/**
 * Takes a change back, or makes it again, as an entry of its own. `find` says which. What was done last to the thing is what
 * is reversed: the change itself, or the latest entry that took it back or made it again. Returns the id of the new entry.
 * @throws RequestError `conflict` with what stands in the way, and by whom
 */
export function takeBack(
  context: ActivityContext,
  { projectId, accountId }: Who,
  way: Way,
  find: (tx: Tx) => Promise<string | null>,
): Promise<string> {
  return changeStory(context.database, projectId, async tx => {
    const change = await changeOf(tx, projectId, await find(tx))
    if (change.isTakenBack === (way === 'undo'))
      throw new RequestError(
        'not-possible-now',
        way === 'undo' ? 'It has been taken back already.' : 'It has not been taken back.',
      )
    const entryId = await entryOf(tx, projectId)
    if (!entryId) throw notFound()
    await reverseEntry(tx, context, projectId, change.lastId ?? change.id, entryId)
    if (change.stepId) await takeStepBack(tx, { projectId, accountId }, change.stepId, way)
    await takesBack(tx, entryId, change.id, way)
    await publish(tx, [projectTopic(projectId)], changed('project', projectId, projectId))
    return entryId
  })
}

type Change = Selectable<ActivityTables['activity']>

/** The change that an entry is, or that it took back or made again. Nobody throws it away meanwhile. */
async function changeOf(tx: Tx, projectId: string, id: string | null): Promise<Change> {
  const entry = await tx
    .selectFrom('activity')
    .selectAll()
    .where('id', '=', id)
    .where('projectId', '=', projectId)
    .forUpdate()
    .executeTakeFirst()
  if (!entry) throw new RequestError('not-found', 'There is no such change any more: what happened long ago is not kept.')
  return entry.about === null ? entry : changeOf(tx, projectId, entry.about)
}

async function reverseEntry(tx: Tx, context: ActivityContext, projectId: string, entryId: string, by: string): Promise<void> {
  const changes = await tx.selectFrom('activityChange').select(['kind', 'objectId']).where('activityId', '=', entryId).execute()
  const idsOf = Map.groupBy(changes, ({ kind }) => kind)
  const before = await readProject(tx, projectId)
  for (const kind of order) {
    const ids = idsOf.get(kind)?.map(({ objectId }) => objectId)
    if (!ids) continue
    await reverse(tx, { entryId, kind, by })
    if (kind !== 'project' && kind !== 'character' && kind !== 'location') await separate(tx, kind, ids)
  }
  await requirePlaces(tx, entryId)
  if (idsOf.has('project')) await context.settingsChanged(tx, before)
  if (['chapter', 'scene', 'panel'].some(kind => idsOf.has(kind))) await context.boardChanged(tx, projectId)
}

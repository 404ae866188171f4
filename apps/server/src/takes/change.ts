import { sql } from 'kysely'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { notFound } from '../platform/http/problem.ts'
import { targetOf } from './target.ts'

type Change = { favourite?: boolean; deleted?: boolean }

/** Changes what may be changed of a take, and tells who looks at what it is of. What was made never changes. */
export async function changeTake(tx: Tx, id: string, { favourite, deleted }: Change): Promise<void> {
  const take = await tx
    .updateTable('take')
    .set({
      ...(favourite === undefined ? {} : { favourite }),
      ...(deleted === undefined ? {} : { deletedAt: deleted ? sql<string>`now()` : null }),
    })
    .where('id', '=', id)
    .returning(['panelId', 'characterId', 'locationId', 'projectId'])
    .executeTakeFirstOrThrow(notFound)
  const target = targetOf(take)
  if (target) await publish(tx, [projectTopic(take.projectId)], changed(target.kind, target.id, take.projectId))
}

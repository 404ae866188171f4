import { sql } from 'kysely'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { notFound } from '../platform/http/problem.ts'

type Change = { favourite?: boolean; deleted?: boolean }

/** Changes what may be changed of a take, and tells who looks at its panel. What was made never changes. */
export async function changeTake(tx: Tx, id: string, { favourite, deleted }: Change): Promise<void> {
  const { panelId, projectId } = await tx
    .updateTable('take')
    .set({
      ...(favourite === undefined ? {} : { favourite }),
      ...(deleted === undefined ? {} : { deletedAt: deleted ? sql<string>`now()` : null }),
    })
    .where('id', '=', id)
    .returning(['panelId', 'projectId'])
    .executeTakeFirstOrThrow(notFound)
  if (panelId !== null) await publish(tx, [projectTopic(projectId)], changed('panel', panelId, projectId))
}

import type { DialogueLine, Panel } from '@storycanvas/api'
import type { Selectable } from 'kysely'
import type { Context } from '../../context.ts'
import { panelStates } from '../../generation/panel-states.ts'
import type { Database } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'
import { chosenTakes, takeCounts } from '../../takes/read.ts'
import { trashedCast, withoutTrashed } from '../cast/trashed.ts'
import { currentInputs } from '../pictures/current-inputs.ts'
import type { StoryTables } from '../tables.ts'

export type PanelRow = Selectable<StoryTables['panel']>
type Parts = Pick<Context, 'database' | 'grants'>

/** Rows of one project as the API shows them, in a fixed number of queries. */
export async function panelReplies({ database, grants }: Parts, projectId: string, rows: readonly PanelRow[]): Promise<Panel[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const drawn = rows.filter(({ chosenTakeId }) => chosenTakeId !== null)
  const takeIds = drawn.flatMap(({ chosenTakeId }) => chosenTakeId ?? [])
  const [takes, counts, states, trashed] = await Promise.all([
    currentInputs(database, projectId, drawn).then(current => chosenTakes(database, grants, takeIds, current)),
    takeCounts(database, ids),
    panelStates(database, ids),
    trashedCast(database, projectId),
  ])
  return rows.map(({ chosenTakeId, ...row }) => {
    const chosenTake = (chosenTakeId !== null && takes.get(chosenTakeId)) || null
    return {
      ...row,
      dialogue: dialogueReply(row.dialogue, trashed),
      characterIds: withoutTrashed(row.characterIds, trashed),
      chosenTake,
      takeCount: counts.get(row.id) ?? 0,
      status: states.get(row.id) ?? (chosenTake ? 'drawn' : 'empty'),
    }
  })
}

/** Who speaks keeps their name on the line even when the character lies in the trash. */
function dialogueReply(lines: DialogueLine[], trashed: ReadonlySet<string>): DialogueLine[] {
  if (trashed.size === 0) return lines
  return lines.map(line => (line.characterId !== null && trashed.has(line.characterId) ? { ...line, characterId: null } : line))
}

export async function getPanel(parts: Parts, id: string): Promise<Panel> {
  const row = await parts.database.selectFrom('panel').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)
  const [panel] = await panelReplies(parts, row.projectId, [row])
  if (!panel) throw notFound()
  return panel
}

/** Panels of a scene in order, or those in the trash. */
export async function listPanels(parts: Parts, projectId: string, sceneId: string, deleted: boolean): Promise<Panel[]> {
  return panelReplies(parts, projectId, await panelsOfScene(parts.database, sceneId, deleted))
}

function panelsOfScene(database: Database, sceneId: string, deleted: boolean): Promise<PanelRow[]> {
  return database
    .selectFrom('panel')
    .selectAll()
    .where('sceneId', '=', sceneId)
    .where('deletedAt', deleted ? 'is not' : 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
}

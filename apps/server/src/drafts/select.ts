import type { Draft } from '@storycanvas/api'
import { sql } from 'kysely'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import { invalidField } from '../platform/http/problem.ts'
import type { StoryContext } from '../story/context.ts'
import { updatePanel } from '../story/panels/change.ts'
import { updateScene } from '../story/scenes/change.ts'
import { chooseTake } from '../takes/choose.ts'
import { getDraft } from './read.ts'

/**
 * Makes a candidate the text or picture of the target. The target changes first: choosing again after a failure between the
 * two comes to the same.
 */
export async function selectDraft(context: StoryContext, accountId: string, id: string, candidateId: string): Promise<Draft> {
  const { database } = context
  const { projectId, target, candidates } = await getDraft(database, id)
  const chosen = candidates.find(candidate => candidate.id === candidateId.toLowerCase())
  if (!chosen) throw invalidField('candidateId', 'is no candidate of this draft')
  if (chosen.text !== null && target.kind === 'scene')
    await updateScene(context, projectId, target.id, { [target.field]: chosen.text })
  else if (chosen.text !== null) await updatePanel(context, projectId, target.id, { [target.field]: chosen.text })
  return database.transaction().execute(async tx => {
    if (chosen.takeId !== null) {
      await chooseTake(tx, target.id, chosen.takeId, accountId)
      await publish(tx, [projectTopic(projectId)], changed('panel', target.id, projectId))
    }
    await tx
      .updateTable('draft')
      .set({ chosenCandidateId: chosen.id, chosenAt: sql<string>`now()` })
      .where('id', '=', id)
      .execute()
    await publish(tx, [projectTopic(projectId)], changed('draft', id, projectId))
    return getDraft(tx, id)
  })
}

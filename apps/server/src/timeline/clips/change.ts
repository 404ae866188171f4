import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { Database } from '../../platform/database/database.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { namedCharacters, requireCharacters } from '../../story/cast/members.ts'
import { changeCut, cutChanged, takeOverCut } from '../cut/change-cut.ts'
import { type Prompts, promptColumns } from './create.ts'
import { readClip } from './read.ts'
import { checkedTies } from './ties.ts'

type ClipChange = {
  name?: string | undefined
  sceneId?: string | null | undefined
  panelId?: string | null | undefined
  characterIds?: string[] | undefined
}

/** Renames a clip, says who is in it, or ties it to another scene or panel; the latter makes the cut the editor's own. */
export function updateClip(database: Database, projectId: string, id: string, change: ClipChange): Promise<void> {
  const { name, sceneId, panelId, characterIds } = change
  return changeCut(database, projectId, async (tx, settings) => {
    const isTied = sceneId !== undefined || panelId !== undefined
    const before = await readClip(tx, id)
    await requireCharacters(tx, projectId, namedCharacters(characterIds))
    const ties = isTied
      ? await checkedTies(tx, projectId, { sceneId, panelId: panelId === undefined ? before.panelId : panelId })
      : {}
    const named = name === undefined ? {} : { name, isNamed: true }
    const fields = { ...named, ...ties, ...definedOnly({ characterIds: characterIds?.map(each => each.toLowerCase()) }) }
    if (Object.keys(fields).length === 0) return
    await tx.updateTable('clip').set(fields).where('id', '=', id).execute()
    if (isTied) await takeOverCut(tx, projectId, settings)
    if (isTied || name !== undefined) await cutChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('clip', before.id, projectId))
  })
}

export function setClipPrompts(database: Database, projectId: string, id: string, prompts: Prompts): Promise<void> {
  return changeCut(database, projectId, async tx => {
    await tx.updateTable('clip').set(promptColumns(prompts)).where('id', '=', id).execute()
    await publish(tx, [projectTopic(projectId)], changed('clip', id, projectId))
  })
}

import type { Context } from '../../context.ts'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'
import { readCharacter } from '../../story/characters/read.ts'
import { updatePanel } from '../../story/panels/change.ts'
import { getPanel } from '../../story/panels/read.ts'
import { wordsOf } from '../../story/pictures/picture.ts'
import { changeCut } from '../cut/change-cut.ts'
import { layCut } from '../cut/lay-cut.ts'
import { readClip } from './read.ts'

type Parts = Pick<Context, 'database' | 'grants'>

const longestPrompt = 20_000

/** Puts a character into a clip and its panel, and its look into the clip's prompts. Doing it again changes nothing. */
export async function applyCharacter(parts: Parts, projectId: string, characterId: string, clipId: string): Promise<void> {
  const { database } = parts
  const clip = await readClip(database, clipId)
  if (clip.projectId !== projectId || clip.deletedAt !== null) throw notFound()
  // The panel first, by itself: whoever repeats a call that was cut off in between ends at the same place.
  if (clip.panelId !== null) await putIntoPanel(parts, projectId, clip.panelId, characterId.toLowerCase())
  await changeCut(database, projectId, async tx => {
    const character = await readCharacter(tx, characterId)
    const row = await readClip(tx, clipId)
    const look = wordsOf(character.look, character.description)
    await tx
      .updateTable('clip')
      .set({
        characterIds: [...new Set([...row.characterIds, character.id])],
        imagePrompt: withWords(row.imagePrompt, look),
        videoPrompt: withWords(row.videoPrompt, look),
        negativePrompt: withWords(row.negativePrompt, character.negativePrompt),
      })
      .where('id', '=', row.id)
      .execute()
    await publish(tx, [projectTopic(projectId)], changed('clip', row.id, projectId))
  })
}

async function putIntoPanel(parts: Parts, projectId: string, panelId: string, characterId: string): Promise<void> {
  const { characterIds, deletedAt } = await getPanel(parts, panelId)
  if (deletedAt !== null || characterIds.includes(characterId)) return
  await updatePanel({ ...parts, boardChanged: layCut }, projectId, panelId, { characterIds: [...characterIds, characterId] })
}

/** The prompt with the words behind it, unless they stand in it already. */
function withWords(prompt: string, words: string): string {
  const added = words.trim()
  if (added === '' || prompt.includes(added)) return prompt
  const joined = prompt.trim() === '' ? added : `${prompt.trimEnd()}, ${added}`
  if (joined.length > longestPrompt)
    throw new RequestError('not-possible-now', `The prompt would be longer than ${longestPrompt} characters; shorten it first.`)
  return joined
}

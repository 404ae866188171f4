import type { CameraAngle, CameraMove, CutStyle, DialogueLine, Framing, ShotSize } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { requireUnchangedSince } from '../../activity/changed-since.ts'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { Tx } from '../../platform/database/database.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { invalidField, notFound } from '../../platform/http/problem.ts'
import { type NamedId, namedCharacters, requireCharacters } from '../cast/members.ts'
import { changeStory } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { positionAfter } from '../order/position.ts'
import { isSceneOf } from '../scenes/read.ts'
import { storedDialogue } from './dialogue.ts'

type Fields = {
  description: string
  dialogue: DialogueLine[]
  shotSize: ShotSize
  framing: Framing
  angle: CameraAngle
  lensMm: number | null
  cameraMove: CameraMove
  characterIds: string[]
  imagePrompt: string
  videoPrompt: string
  negativePrompt: string
  durationMs: number
  transition: CutStyle
}
type Place = { after?: string | null | undefined }

/** Adds a panel to a scene. Returns its id. */
export function createPanel(
  { database, boardChanged }: StoryContext,
  projectId: string,
  sceneId: string,
  { after, dialogue, ...fields }: Fields & Place,
): Promise<string> {
  return changeStory(database, projectId, async tx => {
    if (!(await isSceneOf(tx, projectId, sceneId))) throw notFound()
    await requireCast(tx, projectId, { ...fields, dialogue })
    const position = await positionAfter(tx, 'panel', sceneId, after)
    const id = uuid()
    await tx
      .insertInto('panel')
      .values({ id, projectId, sceneId, position, dialogue: storedDialogue(dialogue), ...fields })
      .execute()
    await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('panel', id, projectId))
    return id
  })
}

type Change = { [K in keyof Fields]?: Fields[K] | undefined } & Place & { sceneId?: string | undefined }
/** The version of the panel that the change was made on. */
type Based = { version?: number | undefined }

export function updatePanel(
  { database, boardChanged }: StoryContext,
  projectId: string,
  id: string,
  { after, dialogue, version, ...fields }: Change & Based,
): Promise<void> {
  return changeStory(database, projectId, async tx => {
    await requireUnchangedSince(tx, { kind: 'panel', id, version, fields: { ...fields, after, dialogue } })
    const before = await tx
      .selectFrom('panel')
      .select('sceneId')
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirstOrThrow(notFound)
    if (fields.sceneId !== undefined && !(await isSceneOf(tx, projectId, fields.sceneId)))
      throw invalidField('sceneId', 'is not a scene of this project')
    await requireCast(tx, projectId, { ...fields, dialogue })
    const sceneId = fields.sceneId?.toLowerCase() ?? before.sceneId
    const moves = after !== undefined || sceneId !== before.sceneId
    const position = moves ? await positionAfter(tx, 'panel', sceneId, after) : undefined
    const stored = dialogue && storedDialogue(dialogue)
    await tx
      .updateTable('panel')
      .set({ ...definedOnly({ ...fields, position, dialogue: stored }), updatedAt: sql<string>`now()` })
      .where('id', '=', id)
      .execute()
    if (moves || fields.durationMs !== undefined || fields.transition !== undefined) await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('panel', id, projectId))
  })
}

/** Who is in the frame and who speaks must be characters of the same project. */
async function requireCast(tx: Tx, projectId: string, { characterIds, dialogue = [] }: Change): Promise<void> {
  const speakers = dialogue.flatMap(({ characterId }, index): NamedId[] =>
    characterId === null ? [] : [{ field: `dialogue.${index}.characterId`, id: characterId }],
  )
  await requireCharacters(tx, projectId, [...namedCharacters(characterIds), ...speakers])
}

import type { CutStyle, Setting, TimeOfDay } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { requireUnchangedSince } from '../../activity/changed-since.ts'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { Tx } from '../../platform/database/database.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { invalidField, notFound } from '../../platform/http/problem.ts'
import { withHeading } from '../../writing/builtin/index.ts'
import { namedCharacters, requireCharacters, requireLocation } from '../cast/members.ts'
import { changeStory } from '../change-story.ts'
import { isChapterOf } from '../chapters/read.ts'
import type { StoryContext } from '../context.ts'
import { positionAfter } from '../order/position.ts'
import type { SceneRow } from './read.ts'

type Fields = {
  number: string | null
  heading: string
  setting: Setting
  timeOfDay: TimeOfDay
  locationId: string | null
  synopsis: string
  text: string
  mood: string
  characterIds: string[]
  transition: CutStyle
}
type Place = { after?: string | null | undefined }

type NewScene = Fields & Place & { chapterId: string }

export function createScene({ database }: StoryContext, projectId: string, { after, ...fields }: NewScene): Promise<SceneRow> {
  return changeStory(database, projectId, async tx => {
    await requireNeighbours(tx, projectId, fields)
    const position = await positionAfter(tx, 'scene', fields.chapterId, after)
    const row = await tx
      .insertInto('scene')
      .values({ id: uuid(), projectId, position, ...fields })
      .returningAll()
      .executeTakeFirstOrThrow()
    await publish(tx, [projectTopic(projectId)], changed('scene', row.id, projectId))
    return row
  })
}

type Change = { [K in keyof Fields]?: Fields[K] | undefined } & Place & { chapterId?: string | undefined }
/** The version of the scene that the change was made on. */
type Based = { version?: number | undefined }

export function updateScene(
  { database, boardChanged }: StoryContext,
  projectId: string,
  id: string,
  { after, version, ...fields }: Change & Based,
): Promise<SceneRow> {
  return changeStory(database, projectId, async tx => {
    await requireUnchangedSince(tx, { kind: 'scene', id, version, fields: { ...fields, after } })
    const before = await tx
      .selectFrom('scene')
      .select(['chapterId', 'heading', 'text'])
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirstOrThrow(notFound)
    await requireNeighbours(tx, projectId, fields)
    const chapterId = fields.chapterId?.toLowerCase() ?? before.chapterId
    const moves = after !== undefined || chapterId !== before.chapterId
    const position = moves ? await positionAfter(tx, 'scene', chapterId, after) : undefined
    const { heading, text = heading === undefined ? undefined : withHeading(before.text, before.heading, heading) } = fields
    const row = await tx
      .updateTable('scene')
      .set({ ...definedOnly({ ...fields, text, position }), updatedAt: sql<string>`now()` })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow(notFound)
    if (moves || fields.transition !== undefined) await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('scene', id, projectId))
    return row
  })
}

/** Everything that a body names beside the scene itself must lie in the same project. */
async function requireNeighbours(tx: Tx, projectId: string, { chapterId, locationId, characterIds }: Change): Promise<void> {
  if (chapterId !== undefined && !(await isChapterOf(tx, projectId, chapterId)))
    throw invalidField('chapterId', 'is not a chapter of this project')
  await requireLocation(tx, projectId, locationId)
  await requireCharacters(tx, projectId, namedCharacters(characterIds))
}

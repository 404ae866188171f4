import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { requireUnchangedSince } from '../../activity/changed-since.ts'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { notFound } from '../../platform/http/problem.ts'
import { changeStory } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { positionAfter } from '../order/position.ts'

type Fields = { title: string; synopsis: string }
type Place = { after?: string | null | undefined }

export function createChapter({ database }: StoryContext, projectId: string, { after, ...fields }: Fields & Place) {
  return changeStory(database, projectId, async tx => {
    const position = await positionAfter(tx, 'chapter', projectId, after)
    const row = await tx
      .insertInto('chapter')
      .values({ id: uuid(), projectId, position, ...fields })
      .returningAll()
      .executeTakeFirstOrThrow()
    await publish(tx, [projectTopic(projectId)], changed('chapter', row.id, projectId))
    return row
  })
}

type Change = { [K in keyof Fields]?: Fields[K] | undefined } & Place
/** The version that the change was made on. */
type Based = { version?: number | undefined }

export function updateChapter(
  { database, boardChanged }: StoryContext,
  projectId: string,
  id: string,
  { after, version, ...fields }: Change & Based,
) {
  return changeStory(database, projectId, async tx => {
    await requireUnchangedSince(tx, { kind: 'chapter', id, version, fields: { ...fields, after } })
    const position = after === undefined ? undefined : await positionAfter(tx, 'chapter', projectId, after)
    const row = await tx
      .updateTable('chapter')
      .set({ ...definedOnly({ ...fields, position }), updatedAt: sql<string>`now()` })
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .returningAll()
      .executeTakeFirstOrThrow(notFound)
    if (position !== undefined) await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('chapter', id, projectId))
    return row
  })
}

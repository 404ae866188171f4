import type { Clip } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { Reader } from '../../platform/database/database.ts'
import { pageOf, readCursor } from '../../platform/database/page.ts'
import { notFound } from '../../platform/http/problem.ts'
import { boardOf } from '../../story/board/board.ts'
import { getPanel } from '../../story/panels/read.ts'
import { chosenTakes } from '../../takes/read.ts'
import type { TimelineTables } from '../tables.ts'

export type ClipRow = Selectable<TimelineTables['clip']>
type Parts = Pick<Context, 'database' | 'grants'>

/** One clip, deleted or not; the door has checked that the caller may see it. */
export async function readClip(database: Reader, id: string): Promise<ClipRow> {
  return database.selectFrom('clip').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)
}

export async function getClip(parts: Parts, id: string): Promise<Clip> {
  const row = await readClip(parts.database, id)
  const panel = row.panelId === null ? null : await getPanel(parts, row.panelId)
  return clipReply(parts, row, new Map(panel ? [[panel.id, panel.chosenTake?.id ?? null]] : []))
}

async function clipReply(parts: Parts, row: ClipRow, panelTakes: PanelTakes): Promise<Clip> {
  const [clip] = await clipReplies(parts, [row], panelTakes)
  if (!clip) throw notFound()
  return clip
}

/** Clips of the cut in order, without pages. */
export async function listProjectClips(parts: Parts, projectId: string): Promise<Clip[]> {
  const rows = await inOrder(parts.database, projectId).where('deletedAt', 'is', null).execute()
  return clipReplies(parts, rows, await panelTakes(parts.database, projectId))
}

type Query = { projectId: string; sceneId?: string | undefined; deleted: boolean; limit: number; cursor?: string | undefined }

export async function listClips(parts: Parts, { projectId, sceneId, deleted, limit, cursor }: Query) {
  const start = readCursor(cursor)
  let select = inOrder(parts.database, projectId)
    .where('deletedAt', deleted ? 'is not' : 'is', null)
    .limit(limit + 1)
  if (sceneId) select = select.where('sceneId', '=', sceneId)
  if (start) {
    const [track = '', frame = ''] = start.key.split(' ')
    select = select.where(
      sql<boolean>`(${trackOrder}, start_frame, id) > (${Number(track) || 0}, ${Number(frame) || 0}, ${start.id}::uuid)`,
    )
  }
  const page = pageOf(await select.execute(), limit, row => `${row.trackOrder} ${row.startFrame}`)
  return { ...page, items: await clipReplies(parts, page.items, await panelTakes(parts.database, projectId)) }
}

/** Picture tracks from V1 up, then sound tracks. */
const trackOrder = sql<number>`(case left(track, 1) when 'A' then 100 else 0 end + substr(track, 2)::integer)`

const inOrder = (database: Reader, projectId: string) =>
  database
    .selectFrom('clip')
    .selectAll()
    .select(trackOrder.as('trackOrder'))
    .where('projectId', '=', projectId)
    .orderBy('trackOrder')
    .orderBy('startFrame')
    .orderBy('id')

/** The take that each panel shows. */
type PanelTakes = ReadonlyMap<string, string | null>

async function panelTakes(database: Reader, projectId: string): Promise<PanelTakes> {
  const board = await boardOf(database, projectId)
  return new Map(board.flatMap(({ panels }) => panels.map(({ id, chosenTakeId }) => [id, chosenTakeId] as const)))
}

/** Rows as the API shows them: a clip shows what its panel shows. */
async function clipReplies({ database, grants }: Parts, rows: readonly ClipRow[], shown: PanelTakes): Promise<Clip[]> {
  const takeIdOf = (row: ClipRow) => shown.get(row.panelId ?? '') ?? null
  const takes = await chosenTakes(database, grants, [...new Set(rows.flatMap(row => takeIdOf(row) ?? []))])
  return rows.map(row => {
    const take = takes.get(takeIdOf(row) ?? '')
    const { id, projectId, sceneId, panelId, name, track, startFrame, durationFrames, sourceInFrame, characterIds } = row
    return {
      id,
      projectId,
      sceneId,
      panelId,
      name,
      track,
      startFrame,
      durationFrames,
      sourceInFrame,
      characterIds,
      prompts: { image: row.imagePrompt, video: row.videoPrompt, negative: row.negativePrompt },
      chosenTakeId: take?.id ?? null,
      thumbnailUrl: take?.thumbnailUrl ?? null,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      deletedAt: row.deletedAt,
    }
  })
}

import type { Context } from '../../context.ts'
import { fileAddress } from '../../platform/media/grants.ts'

export type SharedVideo = {
  id: string
  title: string
  description: string
  ownerName: string
  width: number
  height: number
  durationMs: number
  createdAt: string
  /** Absolute. */
  page: string
  embed: string
  poster: string | null
}

type Parts = Pick<Context, 'database' | 'grants' | 'config'>

const videos = ({ database }: Pick<Context, 'database'>) =>
  database
    .selectFrom('video as v')
    .innerJoin('account as a', 'a.id', 'v.ownerId')
    .select(['v.id', 'v.title', 'v.description', 'v.width', 'v.height', 'v.durationMs', 'v.createdAt', 'v.posterHash'])
    .select('a.name as ownerName')
    .where('v.deletedAt', 'is', null)

type Row = Awaited<ReturnType<ReturnType<typeof videos>['execute']>>[number]

function sharedOf({ grants, config }: Parts, { posterHash, width, height, durationMs, ...row }: Row): SharedVideo {
  return {
    ...row,
    ...{ width: width ?? 1280, height: height ?? 720, durationMs: durationMs ?? 0 },
    page: `${config.publicUrl}/watch/${row.id}`,
    embed: `${config.publicUrl}/embed/${row.id}`,
    poster: posterHash && config.publicUrl + fileAddress(grants, posterHash, 'image/jpeg'),
  }
}

/** What strangers may be told of a video; null for private ones and those that are not there. */
export async function sharedVideo(parts: Parts, id: string): Promise<SharedVideo | null> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return null
  const row = await videos(parts).where('v.id', '=', id).where('v.visibility', '!=', 'private').executeTakeFirst()
  return row ? sharedOf(parts, row) : null
}

/** The newest public videos, of one account or of everybody here. */
export async function newestPublic(parts: Parts, ownerId: string | undefined, limit: number): Promise<SharedVideo[]> {
  let select = videos(parts)
    .where('v.visibility', '=', 'public')
    .where(eb => eb.or([eb('v.presentation', 'is not', null), eb('v.quick', 'is not', null)]))
  if (ownerId) select = select.where('v.ownerId', '=', ownerId)
  const rows = await select.orderBy('v.id', 'desc').limit(limit).execute()
  return rows.map(row => sharedOf(parts, row))
}

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text inside HTML or XML, attributes included; what XML cannot hold is left out. */
export const escaped = (text: string) =>
  text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replaceAll(/[&<>"']/g, mark => marks[mark] ?? '')

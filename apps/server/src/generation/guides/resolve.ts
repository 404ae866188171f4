import type { GuidesAsked } from '@storycanvas/api'
import { sql } from 'kysely'
import { mediaFileRows } from '../../library/uploads/media-rows.ts'
import type { Tx } from '../../platform/database/database.ts'
import { invalidField } from '../../platform/http/problem.ts'
import type { Settings } from '../settings.ts'
import { fileSettings, storedIn, writeStored } from './stored.ts'

type Asked = {
  accountId: string
  projectId: string
  panelIds: readonly string[]
  guides: GuidesAsked
  /** What the preset takes of them; it needs all of it. */
  taken: readonly { name: 'picture' | 'mask' | 'last-frame' | 'voice' }[]
}

/** `parentTakeId`: null where it follows no take. `voiceMs`: how long the voice lasts; null without one. */
export type Resolved = { parentTakeId: string | null; files: Settings; voiceMs: number | null }

const fields = { mask: 'mask', 'last-frame': 'lastFrame', voice: 'voice' } as const

/**
 * What requests are made from beside words, by panel: the take that each follows, and files, each fixed by the hash of its bytes.
 * What the preset needs and nobody named is refused, and so is what it does not take.
 *
 * @throws RequestError `invalid-request` that names the field
 */
export async function resolveGuides(tx: Tx, asked: Asked): Promise<Map<string, Resolved>> {
  const { accountId, projectId, panelIds, guides, taken } = asked
  const [first = ''] = panelIds
  if (guides.as) return new Map([[first, await likeTake(tx, first, guides.as)]])
  for (const name of ['mask', 'last-frame', 'voice'] as const) {
    const isTaken = taken.some(one => one.name === name)
    if (isTaken && !guides[fields[name]]) throw invalidField(`guides.${fields[name]}`, `is needed: ${needed[name]}`)
    if (!isTaken && guides[fields[name]]) throw invalidField(`guides.${fields[name]}`, 'is not something that this preset takes')
  }
  const starts = await startingTakes(tx, panelIds, guides.from)
  const [start] = starts
  const files: [string, string][] = []
  if (guides.mask && start) files.push([fileSettings.mask, writeStored(await maskFor(tx, accountId, guides.mask, start))])
  if (guides.lastFrame) files.push([fileSettings['last-frame'], writeStored(await lastFrame(tx, projectId, guides.lastFrame))])
  const voice = guides.voice ? await voiceOf(tx, { accountId, projectId }, guides.voice) : null
  if (voice) files.push([fileSettings.voice, writeStored(voice)])
  const shared = { files: Object.fromEntries(files), voiceMs: voice?.durationMs ?? null }
  return new Map(starts.map(({ panelId, id }) => [panelId, { ...shared, parentTakeId: id }]))
}

const needed = {
  mask: 'upload a picture with POST /api/v1/media/faces that is white where the take is to be painted anew',
  'last-frame': 'name the take of this project that the film ends with',
  voice: 'upload a sound with POST /api/v1/media/music',
}

type Start = { panelId: string; id: string; width: number; height: number }

/** The pictures that takes are made from: the named one of the panel, or the one that each panel shows. */
async function startingTakes(tx: Tx, panelIds: readonly string[], from: string | undefined): Promise<Start[]> {
  const { rows } = await sql<Start>`
    select p.id as panel_id, t.id, t.width, t.height from panel p
    join take t on t.id = coalesce(${from ?? null}::uuid, p.chosen_take_id) and t.panel_id = p.id
    where p.id = any(${panelIds}::uuid[]) and t.kind = 'image' and t.deleted_at is null`.execute(tx)
  if (rows.length === panelIds.length) return rows
  if (from) throw invalidField('guides.from', 'is no picture among the takes of this panel')
  throw invalidField('kind', 'starts from the picture that the panel shows; make one with `text-to-image` first')
}

async function maskFor(tx: Tx, accountId: string, id: string, { width, height }: { width: number; height: number }) {
  const [file] = await mediaFileRows(tx, [id])
  if (!file || file.ownerId !== accountId || file.kind === 'music')
    throw invalidField('guides.mask', 'must be a picture that you uploaded; see POST /api/v1/media/faces')
  if (file.width !== width || file.height !== height)
    throw invalidField('guides.mask', `must be as large as the picture, ${width} × ${height}, not ${file.width} × ${file.height}`)
  return { mediaType: file.mediaType, hash: file.blobHash }
}

async function lastFrame(tx: Tx, projectId: string, id: string) {
  const take = await tx
    .selectFrom('take')
    .select(['mediaType', 'blobHash as hash'])
    .where('id', '=', id)
    .where('projectId', '=', projectId)
    .where('kind', '=', 'image')
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!take) throw invalidField('guides.lastFrame', 'is no picture among the takes of this project')
  return take
}

/** A sound of one's own, or one that plays in the cut of the project, whoever brought it. */
async function voiceOf(tx: Tx, { accountId, projectId }: Pick<Asked, 'accountId' | 'projectId'>, id: string) {
  const [file] = await mediaFileRows(tx, [id])
  if (file?.kind !== 'music' || (file.ownerId !== accountId && !(await playsInCut(tx, projectId, id))))
    throw invalidField(
      'guides.voice',
      'must be a sound that you uploaded, or that plays in the cut of the project; see POST /api/v1/media/music',
    )
  return { mediaType: file.mediaType, hash: file.blobHash, durationMs: file.durationMs }
}

async function playsInCut(tx: Tx, projectId: string, mediaId: string): Promise<boolean> {
  const clip = await tx
    .selectFrom('clip')
    .select('id')
    .where('projectId', '=', projectId)
    .where('mediaId', '=', mediaId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return clip !== undefined
}

/** What another take of the panel was made from. */
async function likeTake(tx: Tx, panelId: string, id: string): Promise<Resolved> {
  const row = await tx
    .selectFrom('take as t')
    .innerJoin('generation as g', 'g.id', 't.generationId')
    .select(['t.parentId', 'g.parameters'])
    .where('t.id', '=', id)
    .where('t.panelId', '=', panelId)
    .executeTakeFirst()
  if (!row?.parentId) throw invalidField('guides.as', 'is no take of this panel that was made from a picture')
  const files = storedIn(row.parameters).map(({ name, ...stored }) => [name, writeStored(stored)] as const)
  return { parentTakeId: row.parentId, files: Object.fromEntries(files), voiceMs: null }
}

import type { ProjectFile } from '@storycanvas/api'
import { type Insertable, sql } from 'kysely'
import { accountTopic, changed, publish } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { storedIn } from '../generation/guides/stored.ts'
import { useBlob } from '../platform/media/media.ts'
import { thumbnailType } from '../takes/read.ts'
import type { Tables } from '../tables.ts'

/** PostgreSQL takes 65,535 values in a statement. */
const rowsAtOnce = 1000

/** Writes a project that is whole and whose ids are free; the account owns it. `sizes` says how large each blob is. */
export async function writeProject(
  tx: Tx,
  accountId: string,
  file: ProjectFile,
  sizes: ReadonlyMap<string, number>,
): Promise<string> {
  const { rate, ...settings } = file.project
  const projectId = settings.id
  const inProject = <T extends object>(rows: readonly T[]) => rows.map(row => ({ ...row, projectId }))
  const asJson = JSON.stringify
  await insertAll(tx, 'project', [{ ...settings, rateNum: rate.num, rateDen: rate.den }])
  await insertAll(tx, 'projectMember', [{ projectId, accountId, role: 'owner' }])
  await insertAll(tx, 'instruction', inProject(file.instructions))
  await insertAll(tx, 'character', inProject(file.characters))
  await insertAll(tx, 'location', inProject(file.locations))
  await insertAll(tx, 'chapter', inProject(file.chapters))
  await insertAll(tx, 'scene', inProject(file.scenes))
  await insertAll(tx, 'panel', inProject(file.panels.map(panel => ({ ...panel, dialogue: asJson(panel.dialogue) }))))
  await insertAll(
    tx,
    'mediaFile',
    file.media.map(media => ({ ...media, ownerId: accountId })),
  )
  await insertAll(tx, 'clip', inProject(file.clips))
  await insertAll(tx, 'timelineTrack', inProject(file.tracks))
  await insertAll(tx, 'timelineMarker', inProject(file.markers))
  await insertTakes(tx, accountId, file)
  for (const { id, blobHash, mediaType } of file.media) await use(tx, sizes, blobHash, mediaType, 'media', id)
  for (const { id, blobHash, thumbnailHash, mediaType } of file.takes) {
    await use(tx, sizes, blobHash, mediaType, 'take', id)
    await use(tx, sizes, thumbnailHash, thumbnailType, 'take', id)
  }
  const guides = new Map(file.generations.map(({ id, parameters }) => [id, storedIn(parameters)]))
  for (const { id, generationId } of file.takes)
    for (const { hash, mediaType } of guides.get(generationId ?? '') ?? []) await use(tx, sizes, hash, mediaType, 'take', id)
  await publish(tx, [accountTopic(accountId)], changed('project', projectId, projectId))
  return projectId
}

/** Takes, branches and generations name one another: each row comes first, what it points to afterwards. */
async function insertTakes(tx: Tx, accountId: string, { project, generations, branches, takes, choices }: ProjectFile) {
  const projectId = project.id
  await insertAll(
    tx,
    'generation',
    generations.map(one => ({
      ...one,
      ...{ projectId, batchId: null, jobId: null, ownerId: accountId, cachedTakeId: null },
      kind: one.kind as Insertable<Tables['generation']>['kind'],
      inputs: JSON.stringify(one.inputs),
      parameters: JSON.stringify(one.parameters),
    })),
  )
  await insertAll(
    tx,
    'takeBranch',
    branches.map(branch => ({ ...branch, projectId, chosenTakeId: null, fromTakeId: null })),
  )
  await insertAll(
    tx,
    'take',
    takes.map(take => ({
      ...{ ...take, projectId, parentId: null },
      inputs: JSON.stringify(take.inputs),
      provenance: JSON.stringify(take.provenance),
    })),
  )
  await insertAll(
    tx,
    'takeChoice',
    choices.map(choice => ({ ...choice, accountId })),
  )
  const parents = JSON.stringify(takes.map(({ id, parentId }) => ({ id, parent_id: parentId })))
  await sql`update take set parent_id = w.parent_id from json_to_recordset(${parents}::json) as w(id uuid, parent_id uuid)
    where take.id = w.id and w.parent_id is not null`.execute(tx)
  const ends = JSON.stringify(
    branches.map(({ id, chosenTakeId, fromTakeId }) => ({ id, chosen: chosenTakeId, origin: fromTakeId })),
  )
  await sql`update take_branch b set chosen_take_id = w.chosen, from_take_id = w.origin
    from json_to_recordset(${ends}::json) as w(id uuid, chosen uuid, origin uuid) where b.id = w.id`.execute(tx)
  // Without a job of this server, a generation is answered by the take that it gave elsewhere.
  await sql`update generation g set cached_take_id = t.id from take t
    where t.generation_id = g.id and g.project_id = ${projectId}`.execute(tx)
}

async function insertAll<T extends keyof Tables>(tx: Tx, table: T, rows: readonly Insertable<Tables[T]>[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx
      .insertInto(table)
      .values(rows.slice(from, from + rowsAtOnce))
      .execute()
}

async function use(tx: Tx, sizes: ReadonlyMap<string, number>, hash: string, mediaType: string, kind: string, ownerId: string) {
  const size = sizes.get(hash)
  if (size === undefined) throw new Error('A blob of the project was not stored before its rows.')
  await useBlob(tx, { hash, size }, mediaType, kind, ownerId)
}

import type { GuidesAsked } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { invalidField } from '../../platform/http/problem.ts'
import { type Target, targetColumn } from '../../takes/target.ts'
import type { Resolved } from './resolve.ts'
import { fileSettings, storedIn, writeStored } from './stored.ts'

type CastTarget = Target & { kind: 'character' | 'location' }

export const isOfCast = (target: Target): target is CastTarget => target.kind !== 'panel'

/**
 * What a picture of somebody or some place is made from beside words: the named one among their takes and references, else the
 * first reference, else the newest take. It is fixed by the hash of its bytes.
 *
 * @throws RequestError `invalid-request` that names the field
 */
export async function resolveCastGuides(tx: Tx, target: CastTarget, guides: GuidesAsked): Promise<Resolved> {
  const other = (['mask', 'lastFrame', 'voice'] as const).find(name => guides[name])
  if (other) throw invalidField(`guides.${other}`, 'is not something that a picture of the cast is made from')
  const picture = guides.as ? await pictureBehind(tx, target, guides.as) : await startingPicture(tx, target, guides.from)
  return { parentTakeId: null, files: { [fileSettings.picture]: writeStored(picture) }, voiceMs: null }
}

type Picture = { mediaType: string; hash: string }

async function startingPicture(tx: Tx, { kind, id }: CastTarget, from: string | undefined): Promise<Picture> {
  const { rows } = await sql<Picture>`
    select media_type, hash from (
      select f.id, f.media_type, f.blob_hash as hash, array_position(c.reference_ids, f.id) as place
      from ${sql.table(kind)} c join media_file f on f.id = any(c.reference_ids) and f.deleted_at is null where c.id = ${id}
      union all
      select id, media_type, blob_hash, null from take
      where ${sql.ref(targetColumn[kind])} = ${id} and kind = 'image' and deleted_at is null
    ) picture
    where ${from ?? null}::uuid is null or id = ${from ?? null}
    order by place nulls last, id desc limit 1`.execute(tx)
  const [picture] = rows
  if (picture) return picture
  if (from) throw invalidField('guides.from', `is no picture among the takes and references of this ${kind}`)
  throw invalidField(
    'kind',
    `starts from a picture, and this ${kind} has none: add a reference or make one with \`text-to-image\` first`,
  )
}

/** The picture that another take of theirs was made from. */
async function pictureBehind(tx: Tx, { kind, id }: CastTarget, takeId: string): Promise<Picture> {
  const row = await tx
    .selectFrom('take as t')
    .innerJoin('generation as g', 'g.id', 't.generationId')
    .select('g.parameters')
    .where('t.id', '=', takeId)
    .where(`t.${targetColumn[kind]}`, '=', id)
    .executeTakeFirst()
  const picture = storedIn(row?.parameters ?? {}).find(({ name }) => name === fileSettings.picture)
  if (!picture) throw invalidField('guides.as', `is no take of this ${kind} that was made from a picture`)
  return picture
}

import type { CastReference } from '@storycanvas/api'
import { mediaFileRows } from '../../library/uploads/media-rows.ts'
import type { Reader } from '../../platform/database/database.ts'
import { invalidField } from '../../platform/http/problem.ts'
import { fileAddress, type Grants } from '../../platform/media/grants.ts'

type Referring = { referenceIds: string[] }

/** The pictures that characters or places go by, as replies show them; what was deleted since is left out. */
export async function withReferences<Row extends Referring>(
  database: Reader,
  grants: Grants,
  rows: readonly Row[],
): Promise<(Row & { references: CastReference[] })[]> {
  const files = await mediaFileRows(database, [...new Set(rows.flatMap(({ referenceIds }) => referenceIds))])
  const pictures = new Map(
    files.map(({ id, name, width, height, blobHash, mediaType }) => [
      id,
      { id, name, width: width ?? 1, height: height ?? 1, url: fileAddress(grants, blobHash, mediaType) },
    ]),
  )
  return rows.map(row => ({ ...row, references: row.referenceIds.flatMap(id => pictures.get(id) ?? []) }))
}

/** Refuses what is neither a picture of this person nor one that stood there before, and pictures named twice. */
export async function requireReferences(
  database: Reader,
  accountId: string,
  wanted: readonly string[] = [],
  kept: readonly string[] = [],
): Promise<void> {
  const fresh = wanted.filter(id => !kept.includes(id.toLowerCase()))
  const files = new Map((await mediaFileRows(database, fresh)).map(file => [file.id, file]))
  for (const [index, id] of wanted.entries()) {
    const field = `referenceIds.${index}`
    if (wanted.indexOf(id) !== index) throw invalidField(field, 'names a picture that stands in the list already')
    if (!fresh.includes(id)) continue
    const file = files.get(id.toLowerCase())
    if (!file || file.ownerId !== accountId || file.kind === 'music')
      throw invalidField(field, 'must be a picture that you uploaded; see POST /api/v1/media/faces')
  }
}

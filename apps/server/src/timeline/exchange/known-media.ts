import type { Reader } from '../../platform/database/database.ts'

/** A file that a document may name: a take of a panel, or something that the account has uploaded. */
export type KnownFile = {
  id: string
  name: string | null
  hash: string
  kind: 'image' | 'video' | 'music'
  /** The panel whose take it is; null for uploaded files. */
  panelId: string | null
}

/** Every take of the project's panels, chosen or not, and every file that the account has uploaded. */
export async function knownFiles(database: Reader, projectId: string, accountId: string): Promise<KnownFile[]> {
  const takes = await database
    .selectFrom('take')
    .select(['id', 'blobHash', 'kind', 'panelId'])
    .where('panelId', 'in', panels => panels.selectFrom('panel').select('id').where('projectId', '=', projectId))
    .where('deletedAt', 'is', null)
    .execute()
  const files = await database
    .selectFrom('mediaFile')
    .select(['id', 'name', 'blobHash', 'kind'])
    .where('ownerId', '=', accountId)
    .where('deletedAt', 'is', null)
    .execute()
  return [
    ...takes.map(({ id, blobHash, kind, panelId }) => ({ id, name: null, hash: blobHash, kind, panelId })),
    ...files.map(({ id, name, blobHash, kind }) => ({
      ...{ id, name, hash: blobHash, panelId: null },
      kind: kind === 'music' ? ('music' as const) : ('image' as const),
    })),
  ]
}

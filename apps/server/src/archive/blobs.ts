import type { ProjectFile } from '@storycanvas/api'
import { sql } from 'kysely'
import { storedIn } from '../generation/guides/stored.ts'
import type { Reader } from '../platform/database/database.ts'

/** The blobs that a project shows or that its takes were made from, each once. */
export function blobsOf({ takes, media, generations }: Pick<ProjectFile, 'takes' | 'media' | 'generations'>): string[] {
  const guides = generations.flatMap(({ parameters }) => storedIn(parameters)).map(({ hash }) => hash)
  const hashes = [
    ...guides,
    ...takes.flatMap(take => [take.blobHash, take.thumbnailHash]),
    ...media.map(({ blobHash }) => blobHash),
  ]
  return [...new Set(hashes)].sort()
}

/** How large blobs of this server are, as their users recorded it. */
export async function recordedSizes(database: Reader, hashes: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ hash: string; size: number }>`
    select distinct on (hash) hash, size from blob_use where hash = any(${hashes}::text[])`.execute(database)
  return new Map(rows.map(({ hash, size }) => [hash, size]))
}

import type { ProjectFile } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Reader } from '../platform/database/database.ts'
import { inputsHash } from '../takes/inputs-hash.ts'
import { idsIn } from './references.ts'

/** Whether anything here already has an id of the file. */
export async function meetsItself(database: Reader, file: ProjectFile): Promise<boolean> {
  for (const [table, ids] of Object.entries(idsIn(file))) {
    const { rows } = await sql`select 1 from ${sql.table(table)} where id = any(${ids}::uuid[]) limit 1`.execute(database)
    if (rows.length > 0) return true
  }
  return false
}

/**
 * The same project under ids of its own, made in the order of the old ones. Inputs of takes name things by id, so their hashes
 * are taken anew: a take that was up to date stays so.
 */
export function withNewIds(file: ProjectFile): ProjectFile {
  const ids = new Map(
    Object.values(idsIn(file))
      .flatMap(list => list.toSorted())
      .map(id => [id, uuid()]),
  )
  const renamed = renameIn(ids, file) as ProjectFile
  const rehashed = <T extends { inputs: Record<string, unknown>; inputsHash: string }>(
    row: T,
    index: number,
    before: readonly T[],
  ) => ({ ...row, inputsHash: hashLike(before[index], row) })
  return {
    ...renamed,
    takes: renamed.takes.map((take, index) => rehashed(take, index, file.takes)),
    generations: renamed.generations.map((one, index) => rehashed(one, index, file.generations)),
  }
}

function renameIn(ids: ReadonlyMap<string, string>, value: unknown): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value
  if (Array.isArray(value)) return value.map(inner => renameIn(ids, inner))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renameIn(ids, inner)]))
}

type Hashed = { inputs: Record<string, unknown>; inputsHash: string }

/** The hash of the new inputs over as much of them as the old hash was taken over; the old one where nobody can tell. */
function hashLike(before: Hashed | undefined, { inputs, inputsHash: old }: Hashed): string {
  if (!before) return old
  if (inputsHash(before.inputs) === old) return inputsHash(inputs)
  if (inputsHash(withoutVariation(before.inputs)) === old) return inputsHash(withoutVariation(inputs))
  return old
}

const withoutVariation = (inputs: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== 'variation'))

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isBlobHash } from '../../hash.ts'
import { digestOf, type Leaves } from '../merkle.ts'
import { prefixOf } from '../placement/partition.ts'

/** Names of all chunks in a partition, sorted. The disk store lays them into `sha256/<two digits>/<two more>`. */
export async function namesIn(root: string, partition: number): Promise<string[]> {
  const prefix = prefixOf(partition)
  const folder = join(root, 'sha256', prefix.slice(0, 2))
  const inner = (await entries(folder)).filter(name => name.startsWith(prefix.slice(2)))
  const names = await Promise.all(inner.map(name => entries(join(folder, name))))
  return names.flat().filter(isBlobHash).sort()
}

/** Digests of all partitions that hold anything. */
export async function leavesOf(root: string): Promise<Leaves> {
  const names = new Map<number, string[]>()
  const top = join(root, 'sha256')
  for (const first of await entries(top))
    for (const second of await entries(join(top, first))) {
      const hashes = (await entries(join(top, first, second))).filter(isBlobHash)
      const partition = Number.parseInt(first + second.slice(0, 1), 16)
      if (hashes.length > 0) names.set(partition, [...(names.get(partition) ?? []), ...hashes])
    }
  return new Map(Array.from(names, ([partition, hashes]) => [partition, digestOf(hashes.sort())]))
}

function entries(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
}

import type { BlobHash } from '../../hash.ts'

/** Chunks are spread over so many partitions, and partitions over nodes: a table small enough to be known to everybody. */
export const partitionCount = 4096

/** A partition is named by the first three digits of the hashes in it. */
export const partitionOf = (hash: BlobHash): number => Number.parseInt(hash.slice(0, 3), 16)

export const prefixOf = (partition: number): string => partition.toString(16).padStart(3, '0')

import { BlobError } from './error.ts'

/** Bytes from `start` up to but without `end`, as in `slice`; from the beginning and to the end where left out. */
export type ByteRange = { readonly start?: number; readonly end?: number }

/** @throws BlobError `bad-range` */
export function rangeWithin({ start = 0, end }: ByteRange, size: number): { start: number; end: number } {
  const last = end ?? size
  const isInside = Number.isSafeInteger(start) && Number.isSafeInteger(last) && 0 <= start && start <= last && last <= size
  if (!isInside) throw new BlobError({ kind: 'bad-range', size })
  return { start, end: last }
}

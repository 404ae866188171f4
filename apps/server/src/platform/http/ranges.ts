/** Bytes from `start` up to but without `end`; never empty. */
export type Range = { start: number; end: number }

/** Nobody who reads a film asks for more parts at once; who does gets the whole file, as RFC 9110 14.2 allows. */
const mostParts = 16

/**
 * What a Range header asks for of a file of `size` bytes: parts that do not overlap, in the order asked where they did not
 * from the beginning. 'outside' where none of it is there, null for other units and what is not well formed.
 */
export function parseRanges(header: string | undefined, size: number): readonly Range[] | 'outside' | null {
  const [, list] = /^bytes=(.*)$/i.exec(header?.trim() ?? '') ?? []
  if (list === undefined || list.length > mostParts * 40) return null
  const asked = list.split(',').flatMap(part => (part.trim() === '' ? [] : [parsePart(part.trim(), size)]))
  if (asked.length === 0 || asked.length > mostParts || asked.includes(null)) return null
  const parts = asked.filter(part => part !== null && part !== 'outside')
  return parts.length === 0 ? 'outside' : withoutOverlaps(parts)
}

function parsePart(part: string, size: number): Range | 'outside' | null {
  const [matched, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(part) ?? []
  if (matched === undefined || matched === '-' || (first !== '' && last !== '' && Number(last) < Number(first))) return null
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size)
  return start < end ? { start, end } : 'outside'
}

/** Each byte is sent once, however often it was asked for. */
function withoutOverlaps(parts: readonly Range[]): readonly Range[] {
  const joined: Range[] = []
  for (const { start, end } of parts.toSorted((a, b) => a.start - b.start)) {
    const before = joined.at(-1)
    if (before && start < before.end) joined[joined.length - 1] = { start: before.start, end: Math.max(before.end, end) }
    else joined.push({ start, end })
  }
  return joined.length === parts.length ? parts : joined
}

import { sameLines } from './sameLines.ts'

/** Two changes of one text together, and on which lines of it both changed the same and `mine` stands. */
export type Merge = { text: string; overruled: number[] }

/**
 * What two people made of one text, line by line: each change stands where the other left the text alone, and what both put
 * into the same place stands there one behind the other. Lines that both changed are as in `mine`.
 */
export function mergeThree(base: string, mine: string, theirs: string): Merge {
  const [b, m, t] = [linesOf(base), linesOf(mine), linesOf(theirs)]
  const [inMine, inTheirs] = [new Map(sameLines(b, m)), new Map(sameLines(b, t))]
  const lines: string[] = []
  const overruled: number[] = []
  let [fromBase, fromMine, fromTheirs] = [0, 0, 0]
  for (let at = 0; at <= b.length; at += 1) {
    const isEnd = at === b.length
    const mineAt = isEnd ? m.length : inMine.get(at)
    const theirsAt = isEnd ? t.length : inTheirs.get(at)
    if (mineAt === undefined || theirsAt === undefined) continue
    const was = b.slice(fromBase, at)
    const [own, other] = [m.slice(fromMine, mineAt), t.slice(fromTheirs, theirsAt)]
    const both = together(was, own, other)
    if (!both) overruled.push(lines.length)
    lines.push(...(both ?? own))
    if (!isEnd) lines.push(b[at]!)
    ;[fromBase, fromMine, fromTheirs] = [at + 1, mineAt + 1, theirsAt + 1]
  }
  return { text: lines.join(''), overruled }
}

/** Both changes of a stretch, where one of the two left it alone, or only put something before or behind it; else null. */
function together(was: readonly string[], own: readonly string[], other: readonly string[]): readonly string[] | null {
  if (isSame(own, other)) return own
  const { length } = was
  if (isSame(own.slice(0, length), was)) return [...other, ...own.slice(length)]
  if (isSame(other.slice(0, length), was)) return [...own, ...other.slice(length)]
  if (isSame(own.slice(-length), was)) return [...own.slice(0, -length), ...other]
  if (isSame(other.slice(-length), was)) return [...other.slice(0, -length), ...own]
  return null
}

/** A stretch of a text in UTF-16 units and what takes its place, as an editor wants it. */
export type Change = { from: number; to: number; insert: string }

/** What makes one text of the other, line by line, so that a caret in other lines stays where it is. */
export function changesBetween(before: string, after: string): Change[] {
  const [a, b] = [parted(before), parted(after)]
  const starts = [0]
  for (const line of a) starts.push(starts.at(-1)! + line.length)
  const changes: Change[] = []
  let [fromA, fromB] = [0, 0]
  for (const [atA, atB] of [...sameLines(a, b), [a.length, b.length] as const]) {
    if (atA > fromA || atB > fromB) changes.push({ from: starts[fromA]!, to: starts[atA]!, insert: b.slice(fromB, atB).join('') })
    ;[fromA, fromB] = [atA + 1, atB + 1]
  }
  return changes
}

/** Lines with the breaks behind them. */
const parted = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []
/** The same of a text that ends with a break, as texts that are merged do. */
const linesOf = (text: string): string[] => parted(text === '' || text.endsWith('\n') ? text : `${text}\n`)
const isSame = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((line, at) => line === b[at])

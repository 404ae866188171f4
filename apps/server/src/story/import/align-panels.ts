/** What is needed of a panel to find it again in a rewritten scene. */
export type AlignablePanel = { description: string; dialogue: readonly { text: string }[] }
type Existing = AlignablePanel & { hasTakes: boolean }

/** The panels of a rewritten scene in their new order: existing ones that stay, and fresh ones. */
export type Alignment<E, F> = {
  sequence: ({ kind: 'stays'; panel: E } | { kind: 'fresh'; panel: F })[]
  /** Existing panels without takes that the new text has no use for. */
  dropped: E[]
}

/** Below this share of common words a drawn panel and a new one show different things. */
const leastLikeness = 0.4

/**
 * Lays a rewritten scene over the panels it has. A panel with the very same words stays; one that has takes always stays,
 * and stands in for the likest new panel, so that the scene does not tell the same thing twice. Of all pairings that keep
 * both orders the one with most in common is taken.
 */
export function alignPanels<E extends Existing, F extends AlignablePanel>(
  existing: readonly E[],
  fresh: readonly F[],
): Alignment<E, F> {
  const weight = weigher(existing, fresh)
  const width = fresh.length + 1
  const best = new Float64Array((existing.length + 1) * width)
  const at = (row: number, column: number) => best[row * width + column] ?? 0
  for (let row = existing.length - 1; row >= 0; row -= 1)
    for (let column = fresh.length - 1; column >= 0; column -= 1) {
      const paired = weight(row, column)
      const together = paired > 0 ? paired + at(row + 1, column + 1) : 0
      best[row * width + column] = Math.max(at(row + 1, column), at(row, column + 1), together)
    }

  const sequence: Alignment<E, F>['sequence'] = []
  const dropped: E[] = []
  let row = 0
  let column = 0
  while (row < existing.length || column < fresh.length) {
    const old = existing[row]
    const added = fresh[column]
    const paired = old && added ? weight(row, column) : 0
    if (old && added && paired > 0 && at(row, column) === paired + at(row + 1, column + 1)) {
      sequence.push({ kind: 'stays', panel: old })
      row += 1
      column += 1
    } else if (old && (!added || at(row, column) === at(row + 1, column))) {
      if (old.hasTakes) sequence.push({ kind: 'stays', panel: old })
      else dropped.push(old)
      row += 1
    } else if (added) {
      sequence.push({ kind: 'fresh', panel: added })
      column += 1
    }
  }
  return { sequence, dropped }
}

function weigher(existing: readonly Existing[], fresh: readonly AlignablePanel[]) {
  const old = existing.map(panel => ({ ...wordsOf(panel), hasTakes: panel.hasTakes }))
  const added = fresh.map(wordsOf)
  return (row: number, column: number): number => {
    const a = old[row]
    const b = added[column]
    if (!a || !b) return 0
    if (a.text === b.text) return 2
    const alike = a.hasTakes ? likeness(a.words, b.words) : 0
    return alike >= leastLikeness ? alike : 0
  }
}

function wordsOf({ description, dialogue }: AlignablePanel) {
  const words =
    [description, ...dialogue.map(({ text }) => text)]
      .join('\n')
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return { text: words.join(' '), words: new Set(words) }
}

/** Words in common over all words, 0 to 1. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = a.intersection(b).size
  return shared === 0 ? 0 : shared / (a.size + b.size - shared)
}

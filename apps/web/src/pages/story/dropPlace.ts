import type { Place } from '../../api/tree.ts'

export type Side = 'before' | 'after'

/** Where something dragged goes when it is let go on a side of a sibling; null when that is itself. */
export function dropPlace(
  parentId: string,
  siblings: readonly { id: string }[],
  over: string,
  side: Side,
  dragged: string,
): Place | null {
  if (over === dragged) return null
  const staying = siblings.filter(({ id }) => id !== dragged)
  const at = staying.findIndex(({ id }) => id === over)
  return { parentId, after: side === 'after' ? over : (staying[at - 1]?.id ?? null) }
}

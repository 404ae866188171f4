import type { DragEvent } from 'react'
import type { Place } from '../api/tree.ts'

export type Side = 'before' | 'after'

/** Over which half of what it hangs over the pointer is, for things that stand beside one another. */
export function sideAcross({ currentTarget, clientX }: DragEvent<HTMLElement>): Side {
  const { left, width } = currentTarget.getBoundingClientRect()
  return clientX < left + width / 2 ? 'before' : 'after'
}

/** The same for things that stand below one another. */
export function sideDown({ currentTarget, clientY }: DragEvent<HTMLElement>): Side {
  const { top, height } = currentTarget.getBoundingClientRect()
  return clientY < top + height / 2 ? 'before' : 'after'
}

/** Where what is dragged goes when it is let go on a side of a sibling; null when that is dragged itself. */
export function dropPlace(
  parentId: string,
  siblings: readonly { id: string }[],
  over: string,
  side: Side,
  dragged: ReadonlySet<string>,
): Place | null {
  if (dragged.has(over)) return null
  const staying = siblings.filter(({ id }) => !dragged.has(id))
  const at = staying.findIndex(({ id }) => id === over)
  return { parentId, after: side === 'after' ? over : (staying[at - 1]?.id ?? null) }
}

import type { Place, TreeScene } from '../../api/tree.ts'

export type Side = 'before' | 'after'

/** Where dragged panels go when they are let go on a side of a panel; null when that is one of them. */
export function dropPlace(scene: TreeScene, over: string, side: Side, dragged: ReadonlySet<string>): Place | null {
  if (dragged.has(over)) return null
  if (side === 'after') return { parentId: scene.id, after: over }
  const staying = scene.panels.filter(panel => !dragged.has(panel.id))
  const at = staying.findIndex(panel => panel.id === over)
  return { parentId: scene.id, after: staying[at - 1]?.id ?? null }
}

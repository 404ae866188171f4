import type { Graph } from '../graph/graph.ts'

export type QueuedItem = {
  readonly number: number
  readonly id: string
  readonly graph: Graph
  readonly extra: { readonly [key: string]: unknown }
  readonly outputs: readonly string[]
}

/** A heap of Python tuples: items of equal number and id cannot be compared, and comparing them raises. */
export type PromptQueue = {
  /** False when Python would have raised: the item is in all the same. */
  readonly push: (item: QueuedItem) => boolean
  /** `raised` when comparing two others did, which ends the worker. */
  readonly pop: () => { readonly item: QueuedItem; readonly raised: boolean } | undefined
  /** False when it raised, though the item is out. */
  readonly delete: (id: string) => boolean
  readonly clear: () => void
  /** As a heap lies in memory: the first is right, the rest is not in order. */
  readonly items: () => readonly QueuedItem[]
}

export function createPromptQueue(): PromptQueue {
  let items: QueuedItem[] = []
  const isBefore = (a: QueuedItem, b: QueuedItem) => a.number - b.number || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  const hasEqual = (one: QueuedItem) => items.some(other => other !== one && isBefore(other, one) === 0)
  return {
    push: item => {
      items = [...items, item].sort(isBefore)
      return !hasEqual(item)
    },
    pop: () => {
      const [item, ...rest] = items
      if (item === undefined) return undefined
      items = rest
      return { item, raised: rest.some(one => hasEqual(one)) }
    },
    delete: id => {
      const found = items.find(item => item.id === id)
      items = items.filter(item => item !== found)
      return found === undefined || !items.some(one => hasEqual(one))
    },
    clear: () => {
      items = []
    },
    items: () => [...items.slice(0, 1), ...items.slice(1).reverse()],
  }
}

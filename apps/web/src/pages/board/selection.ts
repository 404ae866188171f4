/** Which panels are selected, which one has the keyboard, and where a range began. */
export type Selection = { ids: ReadonlySet<string>; focus: string | null; anchor: string | null }

export const nothing: Selection = { ids: new Set(), focus: null, anchor: null }

export const only = (id: string): Selection => ({ ids: new Set([id]), focus: id, anchor: id })

/** Adds the panel, or leaves it out again. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, focus: id, anchor: id }
}

/** From where the range began as far as this panel, in the order of the board. */
export function reaching({ anchor }: Selection, id: string, order: readonly string[]): Selection {
  const from = anchor === null ? -1 : order.indexOf(anchor)
  const to = order.indexOf(id)
  if (from === -1 || to === -1) return only(id)
  return { ids: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)), focus: id, anchor }
}

export const everything = (order: readonly string[], { focus }: Selection): Selection => ({
  ids: new Set(order),
  focus: focus ?? order[0] ?? null,
  anchor: order[0] ?? null,
})

/** When what is selected goes: the keyboard is on what comes after it, or else before it, and nothing is selected. */
export function passedOn({ ids }: Selection, order: readonly string[]): Selection {
  const last = order.findLastIndex(id => ids.has(id))
  const next = order.slice(last + 1)[0] ?? order.findLast(id => !ids.has(id)) ?? null
  return { ids: new Set(), focus: next, anchor: next }
}

/** What is left when others than the known ones have gone. */
export function kept(selection: Selection, known: Pick<ReadonlySet<string>, 'has'>): Selection {
  const isHere = (id: string | null) => id === null || known.has(id)
  if (isHere(selection.focus) && isHere(selection.anchor) && [...selection.ids].every(isHere)) return selection
  return {
    ids: new Set([...selection.ids].filter(isHere)),
    focus: isHere(selection.focus) ? selection.focus : null,
    anchor: isHere(selection.anchor) ? selection.anchor : null,
  }
}

/** What is left when panels have gone. */
export const remaining = (selection: Selection, order: readonly string[]): Selection => kept(selection, new Set(order))

import type { Frames } from '../model.ts'

/** Where a clip lies: its track, its first frame, and the frame behind its last. */
export type Place = { readonly trackId: string; readonly start: Frames; readonly end: Frames }

const overlap = (a: Place, b: Place): boolean => a.trackId === b.trackId && a.start < b.end && b.start < a.end
const isSame = (a: Place, b: Place | undefined): boolean =>
  b !== undefined && a.trackId === b.trackId && a.start === b.start && a.end === b.end

type Wish = { readonly id: string; readonly place: Place }

/** Finds the wishes that a place would lie over, in the order of their starts. */
const wishFinder = (wishes: readonly Wish[]): ((place: Place) => Wish[]) => {
  const tracks = Map.groupBy(wishes, ({ place }) => place.trackId)
  const lists = new Map(
    [...tracks].map(([trackId, list]) => {
      const sorted = [...list].sort((a, b) => a.place.start - b.place.start)
      const longest = sorted.reduce((most, { place }) => Math.max(most, place.end - place.start), 0)
      return [trackId, { sorted, longest }] as const
    }),
  )
  return place => {
    const { sorted, longest } = lists.get(place.trackId) ?? { sorted: [], longest: 0 }
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle]?.place.start ?? 0) <= place.start - longest) low = middle + 1
      else high = middle
    }
    const found: Wish[] = []
    for (let at = low; at < sorted.length && (sorted[at]?.place.start ?? 0) < place.end; at++) {
      const wish = sorted[at]
      if (wish && overlap(wish.place, place)) found.push(wish)
    }
    return found
  }
}

/**
 * Which clips cannot have the place they are wished to, each with the clip that is in the way. Clips that stay where they are
 * are wished to their present place; `present` lacks those that are new. Who cannot move stays, and may then be in the way of
 * others. Clips that lie over one another already and both stay are left alone.
 */
export const settlePlaces = (wishes: ReadonlyMap<string, Place>, present: ReadonlyMap<string, Place>): Map<string, string> => {
  const list = [...wishes].map(([id, place]) => ({ id, place }))
  const wishesAt = wishFinder(list)
  const stays = new Set(list.filter(({ id, place }) => isSame(place, present.get(id))).map(({ id }) => id))
  const refused = new Map<string, string>()
  const waiting: string[] = []
  const refuse = (id: string, inTheWay: string): void => {
    refused.set(id, inTheWay)
    waiting.push(id)
  }
  for (const { id, place } of list) {
    if (stays.has(id) || refused.has(id)) continue
    const other = wishesAt(place).find(wish => wish.id !== id && !refused.has(wish.id))
    if (other) refuse(id, other.id)
  }
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const place = present.get(id)
    if (!place) continue
    for (const other of wishesAt(place))
      if (other.id !== id && !stays.has(other.id) && !refused.has(other.id)) refuse(other.id, id)
  }
  return refused
}

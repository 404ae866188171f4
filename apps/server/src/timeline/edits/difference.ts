import { type CutDifference, type CutFields, type CutStates, cutParts, type Fields, type States } from './states.ts'

/** What differs between two states; things that are in `after` alone had not been there. */
export function differenceOf(before: CutStates, after: CutStates): CutDifference {
  const [clips, markers, tracks] = [
    fieldsOf(before.clips, after.clips),
    fieldsOf(before.markers, after.markers),
    fieldsOf(before.tracks, after.tracks),
  ]
  return {
    before: { clips: clips.before, markers: markers.before, tracks: tracks.before },
    after: { clips: clips.after, markers: markers.after, tracks: tracks.after },
  }
}

function fieldsOf<S extends object>(before: States<S>, after: States<S>): { before: Fields<S>; after: Fields<S> } {
  const found: { before: Fields<S>; after: Fields<S> } = { before: {}, after: {} }
  for (const [id, now] of after) {
    const was = before.get(id) ?? null
    if (was === null && now === null) continue
    if (was === null || now === null) {
      found.before[id] = was
      found.after[id] = now
      continue
    }
    const names = (Object.keys(now) as (keyof S)[]).filter(name => was[name] !== now[name])
    if (names.length === 0) continue
    found.before[id] = picked(was, names)
    found.after[id] = picked(now, names)
  }
  return found
}

const picked = <S extends object>(state: S, names: (keyof S)[]): Partial<S> =>
  Object.fromEntries(names.map(name => [name, state[name]])) as Partial<S>

export const isEmpty = (fields: CutFields): boolean => cutParts.every(part => Object.keys(fields[part]).length === 0)

/** Of the states those of things that `fields` names. */
export function namedIn({ clips, markers, tracks }: CutStates, fields: CutFields): CutStates {
  const named = <S>(states: States<S>, fields: object) => new Map([...states].filter(([id]) => Object.hasOwn(fields, id)))
  return { clips: named(clips, fields.clips), markers: named(markers, fields.markers), tracks: named(tracks, fields.tracks) }
}

/** Ids of things that are not as the fields say. */
export function unlike<S extends object>(states: States<S>, fields: Fields<S>): string[] {
  return Object.entries(fields).flatMap(([id, wanted]) => (isAs(states.get(id) ?? null, wanted) ? [] : [id]))
}

function isAs<S extends object>(state: S | null, wanted: Partial<S> | null): boolean {
  if (state === null || wanted === null) return state === wanted
  return (Object.keys(wanted) as (keyof S)[]).every(name => state[name] === wanted[name])
}

/** The states of the things that `fields` names, with those fields put in. A thing that is not there has to be given whole. */
export function withFields<S extends object>(states: States<S>, fields: Fields<S>): Map<string, S | null> {
  return new Map(
    Object.entries(fields).map(([id, wanted]) => [id, wanted === null ? null : ({ ...states.get(id), ...wanted } as S)]),
  )
}

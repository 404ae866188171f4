import { useSyncExternalStore } from 'react'

export type Store<T extends object> = {
  get: () => T
  set: (fields: Partial<T>) => void
  subscribe: (listener: () => void) => () => void
}

/** A value that changes more often than React should render: the canvas reads it, components read what they show of it. */
export function createStore<T extends object>(first: T): Store<T> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(fields: Partial<T>) {
      value = { ...value, ...fields }
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Part of a store, rendered again only when that part is another one. */
export const useStore = <T extends object, S>({ get, subscribe }: Store<T>, read: (value: T) => S): S =>
  useSyncExternalStore(subscribe, () => read(get()))

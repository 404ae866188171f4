import type { JobKind, Resident } from './model.ts'

/** A server's memory: heavy models, least recently used first, and the stack that ran last. */
export type Memory = { readonly resident: readonly Resident[]; readonly stack: string | null }

/** Seconds of loading before a job of a kind can run: nothing for the stack of last time, the light files on a resident model, else all. */
export function loadSeconds({ resident, stack }: Memory, gigabytesPerSecond: number, kind: JobKind): number {
  const light = stack === kind.stack ? 0 : kind.lightGigabytes
  const isResident = resident.some(({ name }) => name === kind.heavy.name)
  return (isResident ? light : kind.heavy.gigabytes + kind.lightGigabytes) / gigabytesPerSecond
}

/** Memory after a model was used: it comes last, and what no longer fits leaves, least recently used first. */
export function rememberLoad({ resident }: Memory, vramGigabytes: number, model: Resident, stack: string | null): Memory {
  const others = resident.filter(({ name }) => name !== model.name)
  const isResident = others.length < resident.length
  let used = others.reduce((sum, { gigabytes }) => sum + gigabytes, model.gigabytes)
  const leaving = new Set<Resident>()
  // A resident model that is used again takes no more room, so nothing leaves for it.
  for (const other of isResident ? [] : others) {
    if (used <= vramGigabytes) break
    leaving.add(other)
    used -= other.gigabytes
  }
  return { resident: [...others.filter(other => !leaving.has(other)), { ...model }], stack }
}

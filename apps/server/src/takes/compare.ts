import type { TakeDetail } from '@storycanvas/api'
import { inputsHash } from './inputs-hash.ts'

export type Difference = { field: string; left: unknown; right: unknown }

/** In what two takes differ: who made them from what; not when. Texts that differ only in how letters are composed are equal. */
export function differencesOf(left: TakeDetail, right: TakeDetail): Difference[] {
  return differencesBetween(factsOf(left), factsOf(right))
}

function factsOf({ provider, model, seed, width, height, durationMs, inputs, provenance }: TakeDetail) {
  const { startedAt: _, finishedAt: __, ...how } = provenance
  return { provider, model, seed, width, height, durationMs, inputs, ...how }
}

export function differencesBetween(left: unknown, right: unknown, field = ''): Difference[] {
  if (isRecord(left) && isRecord(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    return keys.flatMap(key => differencesBetween(left[key], right[key], field === '' ? key : `${field}.${key}`))
  }
  const isEqual = inputsHash(left ?? null) === inputsHash(right ?? null)
  return isEqual ? [] : [{ field, left: left ?? null, right: right ?? null }]
}

/** Lists too: their places are compared one by one. */
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

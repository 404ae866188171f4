import type { Instance, InstanceServer } from './instance.ts'
import { maximise } from './simplex.ts'

/**
 * No schedule can be shorter: the linear programme that gives each model's work to servers in fractions, and with each fraction
 * the same fraction of a load, so that the busiest server is least busy. Solved in its dual form: the worth of each model's
 * work, and prices of the servers' time that add up to one, such that no model is worth more than it costs anywhere.
 */
export function lowerBoundMakespan({ models, servers, jobs }: Instance): number {
  const work = Map.groupBy(jobs, ({ model }) => model)
  const names = [...work.keys()]
  const columns = names.length + servers.length
  const rows = names.flatMap((name, m) => {
    const seconds = (work.get(name) ?? []).reduce((sum, { base_s }) => sum + base_s, 0)
    return servers.flatMap((server, s) => {
      if (!server.models.includes(name)) return []
      const row = new Float64Array(columns)
      row[m] = 1
      row[names.length + s] = -timeOf(seconds, models[name]?.size_gb ?? 0, server)
      return [{ row, limit: 0 }]
    })
  })
  const prices = new Float64Array(columns).fill(1, names.length)
  const worth = new Float64Array(columns).fill(1, 0, names.length)
  return maximise(worth, [...rows, { row: prices, limit: 1 }])
}

const timeOf = (seconds: number, gigabytes: number, { speed, load_gb_per_s }: InstanceServer): number =>
  seconds / speed + gigabytes / load_gb_per_s

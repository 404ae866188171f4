import type { Figures, Instance, InstanceJob } from './instance.ts'
import type { Outcome, Record } from './simulate.ts'

export function measure(instance: Instance, { records, loads }: Outcome): Figures {
  const slowdown = slowdownIn(instance)
  return {
    makespan_s: Math.max(...records.map(({ endedAt }) => endedAt)),
    mean_flow_s: mean(records.map(({ job, endedAt }) => endedAt - job.arrival_s)),
    p95_slowdown: quantile(records.map(slowdown), 0.95),
    loads,
  }
}

/** Mean slowdown of each user. */
export function slowdownByUser(instance: Instance, records: readonly Record[]): Map<string, number> {
  const slowdown = slowdownIn(instance)
  return new Map([...Map.groupBy(records, ({ job }) => job.user)].map(([user, own]) => [user, mean(own.map(slowdown))]))
}

/** Jain's index: 1 where all have the same, 1/n where one has everything. */
export function jainIndex(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0)
  return sum ** 2 / (values.length * values.reduce((total, value) => total + value ** 2, 0))
}

/** Flow time ÷ running time on the fastest server that has the model. */
function slowdownIn(instance: Instance): (record: Record) => number {
  const fastest = new Map<string, number>()
  for (const { models, speed } of instance.servers)
    for (const model of models) fastest.set(model, Math.max(speed, fastest.get(model) ?? 0))
  const least = ({ model, base_s }: InstanceJob): number => base_s / (fastest.get(model) as number)
  return ({ job, endedAt }) => (endedAt - job.arrival_s) / least(job)
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Linear between the two nearest ranks. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number]
  return low + (at - Math.floor(at)) * (high - low)
}

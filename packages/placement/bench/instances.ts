/**
 * What the policy makes of generated instances, against the lower bound (batches) and against least-queue (online), mean and
 * worst: `node packages/placement/bench/instances.ts [instances] [first seed]`. A hundred of each take some ten minutes.
 */
import { baselines } from '../src/simulate/baselines.ts'
import { createEstimates } from '../src/simulate/estimates.ts'
import { generateInstance, usualWishes, type Wishes } from '../src/simulate/generate.ts'
import type { Figures } from '../src/simulate/instance.ts'
import { mean, measure } from '../src/simulate/measure.ts'
import { placementPolicy } from '../src/simulate/placement-policy.ts'
import { simulate } from '../src/simulate/simulate.ts'

const count = Number(process.argv[2] ?? 10)
const first = Number(process.argv[3] ?? 1)
const parks: readonly [string, Partial<Wishes>][] = [
  ['as the samples', {}],
  ['5 servers', { servers: 5 }],
  ['16 servers', { servers: 16 }],
  ['other mixes', { mix: 1 }],
]
const keys = ['mean_flow_s', 'p95_slowdown', 'loads'] as const

const shown = (values: readonly number[]): string => `${mean(values).toFixed(3)} / ${Math.max(...values).toFixed(3)}`

const generated = (kind: Wishes['kind'], jobs: number, park: Partial<Wishes>) =>
  Array.from({ length: count }, (_, at) => ({
    seed: first + at,
    instance: generateInstance({ ...usualWishes, kind, jobs, seed: first + at, ...park }),
  }))

console.log(`${count} of each, mean / worst`)
for (const [name, park] of parks) {
  const ratios = generated('batch', 300, park).map(({ seed, instance }) => {
    const { records } = simulate(instance, placementPolicy(instance, createEstimates(instance, 0.15, seed)))
    return Math.max(...records.map(({ endedAt }) => endedAt)) / (instance.lower_bound_makespan_s ?? Number.NaN)
  })
  console.log(`batch   ${name.padEnd(15)} makespan ÷ bound ${shown(ratios)}`)
}
for (const [name, park] of parks)
  for (const speeds of ['told', 'learnt'] as const) {
    const ratios = generated('online', 600, park).map(({ seed, instance }): Figures => {
      const estimates = createEstimates(instance, 0.15, seed)
      const made = measure(instance, simulate(instance, placementPolicy(instance, speeds === 'told' ? estimates : null)))
      const base = measure(instance, simulate(instance, baselines.least_queue(instance, estimates, seed)))
      return Object.fromEntries(Object.entries(made).map(([key, value]) => [key, value / base[key as keyof Figures]])) as Figures
    })
    const limits = speeds === 'told' ? [0.75, 0.35, 0.55] : [0.9, 0.5, 0.7]
    const within = ratios.filter(ratio => keys.every((key, at) => ratio[key] <= (limits[at] as number))).length
    const parts = keys.map(key => `${key} ${shown(ratios.map(ratio => ratio[key]))}`)
    console.log(
      `online  ${name.padEnd(15)} ${speeds.padEnd(6)} ${parts.join('  ')}  all three within ${limits.join(', ')}: ${within}`,
    )
  }

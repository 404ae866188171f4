import { createEstimates } from './estimates.ts'
import { type BaselineName, baselines } from './baselines.ts'
import type { Figures, Instance } from './instance.ts'
import { lowerBoundMakespan } from './lower-bound.ts'
import { measure } from './measure.ts'
import { placementPolicy } from './placement-policy.ts'
import { simulate } from './simulate.ts'

export type PolicyName = 'storycanvas' | BaselineName

export type Choices = {
  readonly policy: PolicyName
  readonly seed: number
  readonly noise: number
  /** `learnt`: the policy starts without speeds and times; `told`: with noisy estimates. */
  readonly speeds: 'told' | 'learnt'
}

/** What the simulation of an instance shows. Ratios are against the instance's own baselines, least-queue where it has none. */
export type Report = Choices & (BatchFigures | OnlineFigures) & { readonly ratios: Readonly<Record<string, Ratios>> }

type BatchFigures = {
  readonly kind: 'batch'
  readonly makespan_s: number
  readonly lower_bound_s: number
  /** Makespan ÷ lower bound. */
  readonly ratio: number
}
type OnlineFigures = { readonly kind: 'online' } & Omit<Figures, 'makespan_s'>
type Ratios = Partial<Figures>

export function report(instance: Instance, choices: Choices): Report {
  const { policy, seed, noise, speeds } = choices
  const estimates = createEstimates(instance, noise, seed)
  const tried =
    policy === 'storycanvas'
      ? placementPolicy(instance, speeds === 'told' ? estimates : null)
      : baselines[policy](instance, estimates, seed)
  const { makespan_s, ...online } = measure(instance, simulate(instance, tried))
  const against = Object.entries(instance.baselines ?? { least_queue: leastQueue(instance, seed) })
  if (instance.kind === 'online')
    return {
      ...choices,
      kind: 'online',
      ...online,
      ratios: Object.fromEntries(against.map(([name, its]) => [name, ratios(online, its)])),
    }
  const lower_bound_s = instance.lower_bound_makespan_s ?? lowerBoundMakespan(instance)
  return {
    ...choices,
    kind: 'batch',
    makespan_s,
    lower_bound_s,
    ratio: makespan_s / lower_bound_s,
    ratios: Object.fromEntries(against.map(([name, its]) => [name, ratios({ makespan_s }, its)])),
  }
}

function leastQueue(instance: Instance, seed: number): Figures {
  return measure(instance, simulate(instance, baselines.least_queue(instance, createEstimates(instance, 0, seed), seed)))
}

const ratios = (figures: Ratios, baseline: Ratios): Ratios =>
  Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) => {
      const other = baseline[name as keyof Figures]
      return other ? [[name, value / other]] : []
    }),
  )

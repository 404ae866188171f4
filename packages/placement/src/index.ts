export { decide } from './decide.ts'
export { whyNot, whyNowhere } from './eligible.ts'
export { type Belief, createPaces, type Pace, paceOf, type Paces, type Priors, unknownPaces } from './learn/paces.ts'
export type { Decision, Job, JobKind, Resident, Seconds, Server, ServerState } from './model.ts'
export {
  createPool,
  dropJob,
  finishJob,
  type Pool,
  putServer,
  queueJob,
  removeServer,
  reprioritise,
  type Run,
  type Slot,
  startJob,
  startPreload,
} from './pool.ts'
export { defaultSettings, type Goal, type Settings } from './settings.ts'
export { type BaselineName, baselines } from './simulate/baselines.ts'
export { type Choices, type PolicyName, report, type Report } from './simulate/figures.ts'
export { InvalidInstance, parseInstance } from './simulate/instance.ts'

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { baselines, InvalidInstance, parseInstance, type PolicyName, report } from '@storycanvas/placement'
import type { Command } from '../command.ts'
import { UsageError } from '../usage-error.ts'

const policies: readonly PolicyName[] = ['storycanvas', ...(Object.keys(baselines) as (keyof typeof baselines)[])]

const usage = `storycanvas simulate-placement <instance.json> [--seed 1] [--noise 0.15] [--unknown-speeds] [--policy storycanvas]
  Plays a placement instance and prints one JSON object: kind, policy, seed, noise and speeds, then for a batch makespan_s,
  lower_bound_s and ratio, for jobs that arrive over time mean_flow_s, p95_slowdown and loads, and ratios to each of the
  instance's baselines (to least_queue, played with the same seed, where it has none).
  --noise           a job's time is told as true × e^N(0, noise), drawn for each server and job
  --seed            what the noise and ties are drawn from
  --unknown-speeds  tells neither speeds nor times: the policy learns them from what has finished
  --policy          ${policies.join(', ')}`

const options = {
  seed: { type: 'string', default: '1' },
  noise: { type: 'string', default: '0.15' },
  'unknown-speeds': { type: 'boolean', default: false },
  policy: { type: 'string', default: 'storycanvas' },
} as const

/** Prints what a policy makes of an instance. */
async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw new UsageError('Name one instance.')
  const seed = /^\d{1,9}$/.test(values.seed) ? Number(values.seed) : null
  if (seed === null) throw new UsageError(`--seed ${values.seed} is no whole number from 0 to 999999999.`)
  const noise = /^\d+(\.\d+)?$/.test(values.noise) ? Number(values.noise) : null
  if (noise === null || noise > 2) throw new UsageError(`--noise ${values.noise} is no number from 0 to 2.`)
  const policy = policies.find(name => name === values.policy)
  if (!policy) throw new UsageError(`--policy ${values.policy} is unknown; there is ${policies.join(', ')}.`)
  const instance = await readInstance(path)
  const result = report(instance, { policy, seed, noise, speeds: values['unknown-speeds'] ? 'learnt' : 'told' })
  console.log(JSON.stringify(result, null, 2))
}

async function readInstance(path: string) {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new UsageError(`${path} cannot be read: ${cause.message}`, { cause })
  })
  try {
    return parseInstance(text)
  } catch (error) {
    if (error instanceof InvalidInstance) throw new UsageError(`${path} is refused: ${error.message}`, { cause: error })
    throw error
  }
}

export const simulatePlacement: Command = { usage, run }

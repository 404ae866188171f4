/**
 * How short the mean flow of an online instance could be for somebody who knew every arrival and every true time beforehand:
 * our own schedule, bettered by annealing (move a job, keep what is shorter) for flow alone, loads and slowdowns left out of
 * account. Not a bound, but what no policy that has to wait for the arrivals should be asked to beat:
 * `node packages/placement/bench/hindsight.ts <instance.json> [seconds]`.
 */
import { readFile } from 'node:fs/promises'
import { loadSeconds, type Memory, rememberLoad } from '../src/memory.ts'
import type { JobKind } from '../src/model.ts'
import { randomFrom } from '../src/random.ts'
import { baselines } from '../src/simulate/baselines.ts'
import { createEstimates } from '../src/simulate/estimates.ts'
import { type Instance, type InstanceJob, type InstanceServer, parseInstance } from '../src/simulate/instance.ts'
import { measure } from '../src/simulate/measure.ts'
import { placementPolicy } from '../src/simulate/placement-policy.ts'
import { kindsOf, simulate } from '../src/simulate/simulate.ts'

type Lane = { readonly server: InstanceServer; jobs: readonly InstanceJob[]; flow: number }

/** Worse schedules are taken up at first, and hardly any towards the end. */
const firstTemperature = 0.0005
/** How far from where it would stand by its arrival a job is tried. */
const reach = 16

const [path = '', seconds = '60'] = process.argv.slice(2)
const instance = parseInstance(await readFile(path, 'utf8'))
const kinds = kindsOf(instance)
const known = createEstimates(instance, 0, 1)
const ours = simulate(instance, placementPolicy(instance, known))
const leastQueue =
  instance.baselines?.['least_queue']?.mean_flow_s ??
  measure(instance, simulate(instance, baselines.least_queue(instance, known, 1))).mean_flow_s
const shortest = anneal(lanesOf(instance), Number(seconds) * 1000)
const ratio = (flow: number) => (flow / leastQueue).toFixed(3)
console.log(
  `mean flow ÷ least-queue: ours with true times ${ratio(measure(instance, ours).mean_flow_s)}, in hindsight ${ratio(shortest)}`,
)

function lanesOf({ servers }: Instance): Lane[] {
  return servers.map(server => {
    const records = ours.records.filter(({ serverId }) => serverId === server.id).toSorted((a, b) => a.startedAt - b.startedAt)
    const jobs = records.map(({ job }) => job)
    return { server, jobs, flow: flowOf(server, jobs) }
  })
}

/** Sum of flow times where a server runs these jobs in this order, none before it has arrived. */
function flowOf({ speed, vram_gb, load_gb_per_s }: InstanceServer, jobs: readonly InstanceJob[]): number {
  let memory: Memory = { resident: [], stack: null }
  let [at, flow] = [0, 0]
  for (const { model, arrival_s, base_s } of jobs) {
    const kind = kinds.get(model) as JobKind
    at = Math.max(at, arrival_s) + loadSeconds(memory, load_gb_per_s, kind) + base_s / speed
    memory = rememberLoad(memory, vram_gb, kind.heavy, kind.stack)
    flow += at - arrival_s
  }
  return flow
}

/** Mean flow of the best schedule that was met. */
function anneal(lanes: Lane[], milliseconds: number): number {
  const random = randomFrom(1)
  const pick = (length: number) => Math.floor(random() * length)
  const end = performance.now() + milliseconds
  let total = lanes.reduce((sum, { flow }) => sum + flow, 0)
  let best = total
  const hottest = total * firstTemperature
  for (let left = milliseconds; left > 0; left = end - performance.now()) {
    const temperature = (hottest * left) / milliseconds
    const from = lanes[pick(lanes.length)] as Lane
    const onto = random() < 0.4 ? from : (lanes[pick(lanes.length)] as Lane)
    const at = pick(from.jobs.length)
    const job = from.jobs[at]
    if (!job || !onto.server.models.includes(job.model)) continue
    const without = from.jobs.toSpliced(at, 1)
    const others = from === onto ? without : onto.jobs
    const due = from === onto ? at : others.findIndex(({ arrival_s }) => arrival_s >= job.arrival_s)
    const place = Math.min(others.length, Math.max(0, (due < 0 ? others.length : due) + pick(reach) - reach / 2))
    const changed: [Lane, readonly InstanceJob[]][] = [[onto, others.toSpliced(place, 0, job)]]
    if (from !== onto) changed.push([from, without])
    const flows = changed.map(([{ server }, jobs]) => flowOf(server, jobs))
    const added = changed.reduce((sum, [{ flow }], index) => sum + (flows[index] as number) - flow, 0)
    if (added > 0 && random() >= Math.exp(-added / temperature)) continue
    changed.forEach(([lane, jobs], index) => Object.assign(lane, { jobs, flow: flows[index] }))
    total += added
    best = Math.min(best, total)
  }
  return best / instance.jobs.length
}

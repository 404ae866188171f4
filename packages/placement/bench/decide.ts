/**
 * Milliseconds of CPU for one decision at several sizes of pool and queue, while jobs arrive and end:
 * `node packages/placement/bench/decide.ts`. The bound is 5 ms p99 at 50 servers and 5,000 queued jobs.
 */
import { createPool, decide, finishJob, type Goal, type JobKind, type Pool, putServer, queueJob, startJob } from '../src/index.ts'
import { randomFrom } from '../src/random.ts'

const kinds: readonly JobKind[] = Array.from({ length: 20 }, (_, at) => ({
  id: `preset-${at}`,
  preset: `preset-${at}`,
  heavy: { name: `model-${at % 12}`, gigabytes: 4 + 2.5 * (at % 12) },
  stack: `stack-${at}`,
  lightGigabytes: 1,
  files: [`model-${at % 12}`],
  nodes: [],
  vramGigabytes: 5 + 2.5 * (at % 12),
}))

function fill(goal: Goal, servers: number, queued: number): Pool {
  const random = randomFrom(servers + queued)
  const pool = createPool({ goal })
  for (let at = 0; at < servers; at += 1)
    putServer(pool, {
      id: `server-${at}`,
      state: 'up',
      vramGigabytes: [12, 16, 24, 24, 48, 80][at % 6] as number,
      loadGigabytesPerSecond: 0.5 + 3 * random(),
      files: new Set(kinds.flatMap(({ files }) => (random() < 0.85 ? files : []))),
      nodes: 'any',
    })
  for (let at = 0; at < queued; at += 1) arrive(pool, `job-${at}`, at / 100, random)
  return pool
}

function arrive(pool: Pool, id: string, now: number, random: () => number): void {
  const kind = kinds[Math.floor(random() * kinds.length)] as JobKind
  queueJob(pool, { id, kind, user: `user-${Math.floor(random() * 40)}`, priority: 0, queuedAt: now, work: 0.5 + random() })
}

/** Ends a job or lets one arrive, turn by turn, and times each decision. */
function milliseconds(pool: Pool, turns: number): number[] {
  const random = randomFrom(turns)
  const times: number[] = []
  let now = 100
  for (let turn = 0; turn < turns; turn += 1) {
    now += random()
    const running = [...pool.slots.values()].filter(slot => slot.running)
    const done = running[Math.floor(random() * running.length)]
    if (done) finishJob(pool, done.server.id, 5 + 40 * random(), now)
    arrive(pool, `late-${turns}-${turn}`, now, random)
    const began = process.cpuUsage()
    const decisions = decide(pool, now)
    const { user, system } = process.cpuUsage(began)
    times.push((user + system) / 1000)
    for (const decision of decisions) if (decision.kind === 'start') startJob(pool, decision.jobId, decision.serverId, now)
  }
  return times.sort((a, b) => a - b)
}

console.log('goal      servers  queued     median        p99     (ms of CPU)')
for (const goal of ['flow', 'makespan'] as const)
  for (const [servers, queued] of [
    [8, 20],
    [8, 300],
    [50, 500],
    [50, 5000],
    [50, 20_000],
  ] as const) {
    const pool = fill(goal, servers, queued)
    milliseconds(pool, 100)
    const times = milliseconds(pool, 400)
    const [median, p99] = [times[200] ?? 0, times[396] ?? 0]
    console.log(
      goal.padEnd(8),
      ...[servers, queued].map(value => String(value).padStart(8)),
      ...[median, p99].map(value => value.toFixed(2).padStart(10)),
    )
  }

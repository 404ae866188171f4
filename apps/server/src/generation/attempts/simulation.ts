import { ProviderError, type ProviderLook } from '../providers/provider.ts'
import { type Hands, runAttempt, type AttemptTimes } from './run.ts'
import { type AttemptEnd, type OpenState, openStates } from './states.ts'

/** What may be broken on purpose, to see that the simulation notices. */
export type Mutant =
  | 'none'
  /** An unclear submit is taken for one that never arrived. */
  | 'trusts-silence'
  /** What another process took over is written all the same. */
  | 'no-fence'

const times: AttemptTimes = {
  firstPause: 5,
  longestPause: 20,
  betweenLooks: 10,
  lookWithin: 10,
  silentFor: 60,
  unreachableFor: 30,
  paidSilence: 60,
  evictWithin: 100,
}

type Prompt = { state: 'queued' | 'running' | 'done'; leftTurns: number }
type Attempt = {
  id: number
  job: number
  server: number
  state: OpenState | AttemptEnd['state']
  fence: number
  remoteId: boolean
}
type Job = { state: 'waiting' | 'running' | 'done'; deliveries: number }
type Server = { prompts: Map<number, Prompt>; awayUntil: number; flying: Set<number> }
type Waiting = { effect: () => void; fail: (error: Error) => void }

export type Verdict = { violations: string[]; turns: number; submits: number; delivered: number }

/**
 * Plays one seed: jobs on servers that crash, lose calls and answers, hang and read late, with a controller that dies or is
 * wrongly thought dead between any two steps. Only the order of things is left to chance; the runner is the real one.
 */
export async function simulate(random: () => number, mutant: Mutant = 'none'): Promise<Verdict> {
  const chance = (probability: number) => random() < probability
  const pick = (count: number) => Math.floor(random() * count)
  const jobs: Job[] = Array.from({ length: 1 + pick(3) }, () => ({ state: 'waiting', deliveries: 0 }))
  const servers: Server[] = Array.from({ length: 2 }, () => ({ prompts: new Map(), awayUntil: 0, flying: new Set() }))
  const attempts: Attempt[] = []
  const violations: string[] = []
  let waiting: (Waiting & { controller: number })[] = []
  let [busy, now, turns, submits, controller] = [0, 0, 0, 0, 0]
  /** Faults end, so that every job can come to its end. */
  const faulty = () => turns < 120

  const turn = (owner: number, effect: () => void) => {
    busy -= 1
    return new Promise<void>((resolve, reject) =>
      waiting.push({
        controller: owner,
        fail: error => {
          busy += 1
          reject(error)
        },
        effect: () => {
          busy += 1
          try {
            effect()
            resolve()
          } catch (error) {
            reject(error)
          }
        },
      }),
    )
  }
  const call = (attempt: Attempt, onServer: (server: Server) => void) => {
    const server = servers[attempt.server] as Server
    if (server.awayUntil > turns || (faulty() && chance(0.08))) throw new ProviderError('no-answer', 'no answer')
    onServer(server)
    if (faulty() && chance(0.08)) throw new ProviderError('no-answer', 'the answer was lost')
  }
  const lookOf = (server: Server, { id }: Attempt): ProviderLook => {
    const prompt = server.prompts.get(id)
    if (!prompt) return { kind: 'unknown' }
    if (prompt.state === 'queued') return { kind: 'queued' }
    if (prompt.state === 'running') return { kind: 'running', progress: null }
    return { kind: 'done', outputs: [], seconds: null }
  }
  const arrive = (server: Server, id: number) => {
    if (server.prompts.has(id)) violations.push(`attempt ${id} was submitted twice`)
    server.prompts.set(id, { state: 'queued', leftTurns: 1 + pick(6) })
  }
  const isOpen = ({ state }: Attempt) => (openStates as readonly string[]).includes(state)

  const handsOf = (attempt: Attempt, fence: number, owner: number): Hands => {
    const holds = () => (attempt.fence === fence || mutant === 'no-fence') && (isOpen(attempt) || mutant === 'no-fence')
    const job = jobs[attempt.job] as Job
    return {
      now: () => now,
      wish: () => ({ kind: 'go-on' }),
      pause: milliseconds => turn(owner, () => void (now += milliseconds)),
      keep: async (state, remoteId) => {
        let kept = false
        await turn(owner, () => {
          if (!holds()) return
          kept = true
          attempt.state = state
          attempt.remoteId ||= remoteId !== undefined
        })
        return kept
      },
      submit: async () => {
        await turn(owner, () => {
          submits += 1
          const server = servers[attempt.server] as Server
          if (attempt.fence === fence) checkSubmit(attempt)
          // Whoever was taken for dead may still have been about to call: a late call like any other.
          if (attempt.fence !== fence) server.flying.add(-attempt.id - 1)
          const clear = mutant === 'trusts-silence' ? 'not-there' : 'unclear'
          if (server.awayUntil > turns) throw new ProviderError('not-there', 'cannot be reached')
          if (faulty() && chance(0.05)) throw new ProviderError('not-there', 'refused')
          if (faulty() && chance(0.1)) {
            // Read by the server later, when it wakes up, or never.
            if (chance(0.7)) server.flying.add(attempt.id)
            throw new ProviderError(clear, 'no answer')
          }
          arrive(server, attempt.id)
          if (faulty() && chance(0.1)) throw new ProviderError(clear, 'the answer was lost')
        })
        return String(attempt.id)
      },
      look: async () => {
        let look: ProviderLook = { kind: 'unknown' }
        await turn(owner, () => call(attempt, server => void (look = lookOf(server, attempt))))
        return look
      },
      cancel: async () => {
        let look: ProviderLook = { kind: 'unknown' }
        await turn(owner, () =>
          call(attempt, server => {
            if (server.prompts.get(attempt.id)?.state !== 'done') server.prompts.delete(attempt.id)
            look = lookOf(server, attempt)
          }),
        )
        return look
      },
      deliver: async () => {
        await turn(owner, () => call(attempt, () => undefined))
        await turn(owner, () => {
          if (!holds() || (job.state !== 'running' && mutant !== 'no-fence')) return
          attempt.state = 'delivered'
          job.state = 'done'
          job.deliveries += 1
          if (job.deliveries > 1) violations.push(`job ${attempt.job} was delivered ${job.deliveries} times`)
        })
      },
      end: end =>
        turn(owner, () => {
          if (!holds()) return
          attempt.state = end.state
          if (job.state === 'running') job.state = 'waiting'
        }),
    }
  }

  /** When a job goes somewhere, nothing of its earlier attempts may still be at a server that could have been asked. */
  const checkSubmit = (attempt: Attempt) => {
    for (const other of attempts) {
      if (other === attempt || other.job !== attempt.job) continue
      const server = servers[other.server] as Server
      const prompt = server.prompts.get(other.id)
      if (isOpen(other)) violations.push(`job ${attempt.job} has two open attempts`)
      if (prompt && (other.state === 'refused' || other.state === 'evicted') && !server.flying.has(-other.id - 1))
        violations.push(`job ${attempt.job} went on while ${other.id} was ${prompt.state}`)
    }
  }

  const run = (attempt: Attempt, isNew: boolean) => {
    const owner = controller
    busy += 1
    const standing = { state: attempt.state as OpenState, isNew, findsByOurId: true, hasRemoteId: attempt.remoteId }
    runAttempt(handsOf(attempt, attempt.fence, owner), standing, times)
      .catch((error: Error) => {
        if (error.message !== 'crash') violations.push(`the runner failed: ${error.message}`)
      })
      .finally(() => (busy -= 1))
  }
  const dispatch = () => {
    for (const [job, { state }] of jobs.entries()) {
      if (state !== 'waiting') continue
      const attempt: Attempt = { id: attempts.length, job, server: pick(2), state: 'intent', fence: 0, remoteId: false }
      ;(jobs[job] as Job).state = 'running'
      attempts.push(attempt)
      run(attempt, true)
    }
  }
  /** The controller dies; or everyone thinks so, and it goes on for a while beside the next one. */
  const takeOver = () => {
    const ghost = chance(0.4)
    const old = controller
    controller += 1
    if (!ghost) {
      const dead = waiting.filter(one => one.controller <= old)
      waiting = waiting.filter(one => one.controller > old)
      for (const { fail } of dead) fail(new Error('crash'))
    }
    for (const attempt of attempts.filter(isOpen)) {
      attempt.fence += 1
      run(attempt, false)
    }
  }
  const moveServer = (server: Server) => {
    for (const id of server.flying)
      if (id >= 0 && (chance(0.3) || !faulty())) {
        server.flying.delete(id)
        // A late call is a ghost: nobody can have known of it when the job went on.
        server.flying.add(-id - 1)
        arrive(server, id)
      }
    for (const prompt of server.prompts.values()) {
      if (prompt.state === 'done' || (prompt.leftTurns -= 1) > 0) continue
      prompt.state = prompt.state === 'queued' ? 'running' : 'done'
      prompt.leftTurns = 1 + pick(6)
    }
    if (!faulty()) return
    if (chance(0.01)) server.prompts.clear()
    if (chance(0.01)) server.awayUntil = turns + pick(30)
  }
  const settle = async () => {
    while (busy > 0) await Promise.resolve()
  }

  for (; turns < 3000; turns += 1) {
    dispatch()
    await settle()
    const done = jobs.every(({ state }) => state === 'done')
    if (done && waiting.length === 0) break
    for (const server of servers) moveServer(server)
    if (faulty() && chance(0.02)) {
      takeOver()
      await settle()
    }
    const [next] = waiting.splice(pick(waiting.length), 1)
    next?.effect()
    await settle()
  }
  for (const [job, { state }] of jobs.entries()) if (state !== 'done') violations.push(`job ${job} was lost`)
  return { violations, turns, submits, delivered: jobs.filter(({ deliveries }) => deliveries > 0).length }
}

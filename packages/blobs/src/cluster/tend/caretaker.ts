import type { Connect } from '../client/connect.ts'
import type { Pool } from '../ledger/database.ts'
import type { Maps } from '../ledger/map.ts'
import type { Nodes } from '../ledger/nodes.ts'
import type { Repairs } from '../ledger/repairs.ts'
import type { Rounds } from '../ledger/rounds.ts'
import type { Views } from '../store/view.ts'
import { converge, type Converged } from './converge.ts'
import { type Membership, probeNodes } from './discover.ts'
import { handOffHints } from './hand-off.ts'
import { isSame, membersNow } from './members.ts'
import { createObstacles } from './obstacles.ts'
import { sweepChunks } from './sweep.ts'
import { createThrottle } from './throttle.ts'

export type CaretakerOptions = {
  readonly membership: Membership
  readonly replicas: number
  /** A node that is silent for longer is replaced, in milliseconds. */
  readonly awayMs: number
  /** Bytes a second that repairs and moves may take. */
  readonly repairRate: number
}

type Parts = {
  readonly pool: Pool
  readonly nodes: Nodes
  readonly maps: Maps
  readonly repairs: Repairs
  readonly rounds: Rounds
  readonly views: Views
  readonly connect: Connect
}

/** How it went, and what stood in the way, a sentence each. */
type Settled = Converged & { readonly obstacles: readonly string[] }

export type Caretaker = {
  /** Finds nodes and decides who holds what. */
  meet(): Promise<void>
  /** Makes what is where it should be. Undefined while there are no nodes. */
  settle(): Promise<Settled | undefined>
  sweep(hours?: number): Promise<number>
  /** Goes on doing all that; of several caretakers of one database one works. Returns how to stop it. */
  start(onError: (error: unknown) => void): () => Promise<void>
}

const everyMs = 5000
/** Everything is compared this often even when nobody has come or gone. */
const thoroughMs = 10 * 60_000
/** And this often while copies could not be made or could not go. */
const unfinishedMs = 60_000
/** Any number that nobody else locks in this database. */
const lock = 7_203_114_002

/** Keeps a cluster whole. Several may do so at once without harm. */
export function createCaretaker(
  { pool, nodes, maps, repairs, rounds, views, connect }: Parts,
  options: CaretakerOptions,
): Caretaker {
  const { membership, replicas, awayMs, repairRate } = options
  const throttle = createThrottle(repairRate)
  let isFinished = false

  const meet = async () => {
    await probeNodes(membership, nodes, connect)
    const [rows, map] = await Promise.all([nodes.list(), maps.newest()])
    const members = membersNow(rows, map, replicas, awayMs)
    if (members.length === 0 || isSame(members, map, replicas)) return
    await maps.publish(members, replicas, map)
    await views.refresh()
  }

  const settle = async () => {
    const view = await views.refresh()
    if (view === undefined) return undefined
    const obstacles = createObstacles()
    const handedOff = await handOffHints(repairs, view, throttle, obstacles)
    const converged = await converge(repairs, view, throttle, obstacles)
    const done = { ...converged, moved: converged.moved + handedOff, obstacles: obstacles.list() }
    const isWhole = done.missing === 0 && !view.map.members.some(({ id }) => done.silent.includes(id))
    isFinished = isWhole && done.kept === 0
    if (isWhole) await maps.settle(view.map.epoch)
    await rounds.keep(done)
    return done
  }

  const sweep = async (hours?: number) => {
    const view = await views.refresh()
    return view === undefined ? 0 : sweepChunks(repairs, view, hours)
  }

  const start = (onError: (error: unknown) => void) => {
    let isEnding = false
    let compared = Number.NEGATIVE_INFINITY
    let present = new Set<string>()
    let wake = () => {}
    const round = async () => {
      await meet()
      const rows = await nodes.list()
      const now = new Set(rows.filter(({ silentMs }) => silentMs < 2 * everyMs).map(({ id }) => id))
      const isBack = [...now].some(id => !present.has(id))
      present = now
      const view = await views.newest()
      const isQuiet = view?.map.isSettled === true && !isBack && (await repairs.openHints()) === 0
      if (isQuiet && performance.now() - compared < (isFinished ? thoroughMs : unfinishedMs)) return
      await settle()
      await sweep()
      compared = performance.now()
    }
    const running = (async () => {
      while (!isEnding) {
        await alone(pool, round).catch(onError)
        const pause = Promise.withResolvers<void>()
        wake = pause.resolve
        const timer = setTimeout(wake, everyMs * (0.8 + 0.4 * Math.random()))
        await pause.promise
        clearTimeout(timer)
      }
    })()
    return async () => {
      isEnding = true
      wake()
      await running
    }
  }
  return { meet, settle, sweep, start }
}

/** Runs the work unless somebody else with the same database does. */
async function alone(pool: Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect()
  let failure: Error | undefined
  try {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [lock])
    if (rows[0]?.['mine'] !== true) return
    await work()
    await client.query('select pg_advisory_unlock($1)', [lock])
  } catch (error) {
    failure = error as Error
    throw error
  } finally {
    // A connection that failed is closed, and its lock with it.
    client.release(failure)
  }
}

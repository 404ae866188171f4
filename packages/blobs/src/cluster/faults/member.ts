import { rm } from 'node:fs/promises'
import { type Proxy, startProxy, type Weather } from '../../testing/proxy.ts'
import type { NodeProcess, Processes } from './processes.ts'

/** Who speaks to a node: one of two coordinators, or the other nodes. Each has a network of its own. */
export type Speaker = 0 | 1 | 'nodes'

/** A node in a process of its own behind bad networks, on a disk that may be full or lost. */
export type FaultyMember = AsyncDisposable & {
  readonly name: string
  readonly root: string
  /** Where the cluster believes the node to be: its network with the other nodes. */
  readonly address: string
  /** Where a coordinator finds it. */
  addressFor(coordinator: 0 | 1): string
  setWeather(weather: Weather, speakers?: readonly Speaker[]): void
  fill(isFull: boolean): Promise<void>
  kill(): Promise<void>
  /** Lets it end by itself. */
  end(): Promise<void>
  /** Starts it again where it does not run. */
  restart(): Promise<void>
  /** The process stands still: the system still takes connections for it, and nothing is answered. */
  freeze(): void
  thaw(): void
  loseDisk(): Promise<void>
}

export async function startMember(root: string, name: string, processes: Processes): Promise<FaultyMember> {
  await using closing = new AsyncDisposableStack()
  let serving: NodeProcess | undefined
  let port = 0
  const restart = async () => {
    if (serving !== undefined) return
    const taken = await processes.take()
    port = (await taken.tell({ kind: 'open', root, name })).port ?? 0
    serving = taken
  }
  const thaw = () => void serving?.child.kill('SIGCONT')
  const end = async () => {
    const ending = serving
    if (ending === undefined) return
    thaw()
    serving = undefined
    port = 0
    await ending.tell({ kind: 'close' })
    processes.giveBack(ending)
  }
  closing.defer(end)
  await restart()
  const start = async () => closing.use(await startProxy(() => port))
  const proxies: Record<Speaker, Proxy> = { 0: await start(), 1: await start(), nodes: await start() }
  const open = closing.move()
  return {
    name,
    root,
    address: `127.0.0.1:${proxies.nodes.port}`,
    addressFor: coordinator => `127.0.0.1:${proxies[coordinator].port}`,
    setWeather(weather, speakers = [0, 1, 'nodes']) {
      for (const speaker of speakers) proxies[speaker].set(weather)
    },
    async fill(isFull) {
      await serving?.tell({ kind: 'fill', isFull })
    },
    async kill() {
      const dying = serving
      serving = undefined
      // Another process may be given the port that becomes free.
      port = 0
      await dying?.kill()
    },
    end,
    restart,
    freeze: () => void serving?.child.kill('SIGSTOP'),
    thaw,
    loseDisk: () => rm(root, { recursive: true, force: true, maxRetries: 20 }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

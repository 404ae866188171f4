import { Agent, get } from 'node:http'
import { rm } from 'node:fs/promises'
import { createGrants } from '../apps/server/src/platform/media/grants.ts'
import { makeKey } from '../apps/server/src/platform/secrets/key.ts'
import { cpuSeconds } from './measuring/process.ts'
import { report } from './measuring/report.ts'
import { inTurns, median } from './measuring/rounds.ts'
import { startServerProcess, temporaryFolder } from './measuring/server.ts'
import { filledVideo } from './segments/filled.ts'
import { startBare, startFastifyStatic, startNginx } from './segments/rivals.ts'

/**
 * What a gigabyte of segments costs in CPU: hot, a few that everybody watches, and cold, more of them than are kept in memory.
 * In turns with a Node server that does nothing else, from the file and from memory, with @fastify/static, and with nginx
 * where there is one.
 */
const rounds = 3
const gigabyte = 1e9
const connections = 16
const segmentBytes = 4 * 1024 * 1024
const rangeBytes = 64 * 1024
const ranges = 8000
const agent = new Agent({ keepAlive: true, maxSockets: connections })

const folder = await temporaryFolder('segments')
await using closing = new AsyncDisposableStack()
closing.defer(() => rm(folder, { recursive: true, force: true }))
const server = closing.use(await startServerProcess())
const segments = await filledVideo(server, 64, segmentBytes)
const bare = closing.use(await startBare('file'))
const memory = closing.use(await startBare('memory'))
const fastifyStatic = closing.use(await startFastifyStatic())
const nginx = await startNginx(folder, '/')
if (nginx) closing.use(nginx)

const ours = segments.map(({ address }) => address)
const hot = <T>(all: readonly T[]) => all.slice(0, 4)
const on = (address: string) => segments.map(({ path }) => address + path)
const rivals: Record<string, () => Promise<number>> = {
  hot: () => costOf(hot(ours), server.pid),
  cold: () => costOf(ours, server.pid),
  'bare Node, from memory': () => costOf(hot(on(memory.address)), memory.pid),
  'bare Node, from the file': () => costOf(on(bare.address), bare.pid),
  '@fastify/static': () => costOf(on(fastifyStatic.address), fastifyStatic.pid),
  ...(nginx ? { nginx: () => costOf(on(nginx.address), nginx.pid) } : {}),
}
const costs = await inTurns(rounds, rivals)
const perRange = await inTurns(rounds, {
  ours: () => rangesFor(hot(ours), server.pid),
  '@fastify/static': () => rangesFor(hot(on(fastifyStatic.address)), fastifyStatic.pid),
  nginx: () => (nginx ? rangesFor(hot(on(nginx.address)), nginx.pid) : Promise.resolve(Number.NaN)),
})
const requestMicroseconds = 1e6 / median(perRange.ours)
const signing = signingMicroseconds()
report(
  'segments',
  {
    ...Object.fromEntries(
      Object.entries(costs).map(([name, all]) => [`${name}, a GB`, { value: median(all), unit: 's', ...boundOf(name) }]),
    ),
    'ranges of 64 KiB, a second and core': { value: median(perRange.ours), unit: '/s', atLeast: 2500 },
    'signature of a range': { value: (signing / requestMicroseconds) * 100, unit: '%', atMost: 5 },
  },
  {
    ...{ rounds, segmentBytes, connections, 'µs a signature': Number(signing.toFixed(1)) },
    'ranges a second and core': Object.fromEntries(
      Object.entries(perRange).map(([name, all]) => [name, Math.round(median(all))]),
    ),
  },
)
agent.destroy()

function boundOf(name: string) {
  return name === 'hot' ? { atMost: 0.45 } : name === 'cold' ? { atMost: 1 } : {}
}

/** CPU seconds of the server for a gigabyte, whole segments in turn. */
async function costOf(addresses: readonly string[], pid: number): Promise<number> {
  await fetchAll(addresses)
  const count = Math.ceil(gigabyte / segmentBytes)
  const before = cpuSeconds(pid)
  await fetchAll(Array.from({ length: count }, (_, at) => addresses[at % addresses.length] ?? ''))
  return ((cpuSeconds(pid) - before) * gigabyte) / (count * segmentBytes)
}

/** Ranges that one core answers in a second. */
async function rangesFor(addresses: readonly string[], pid: number): Promise<number> {
  await fetchAll(addresses)
  const before = cpuSeconds(pid)
  const start = (at: number) => ((at * 7919) % (segmentBytes / rangeBytes)) * rangeBytes
  const asked = Array.from({ length: ranges }, (_, at) => addresses[at % addresses.length] ?? '')
  await fetchAll(asked, at => ({ range: `bytes=${start(at)}-${start(at) + rangeBytes - 1}` }))
  return ranges / (cpuSeconds(pid) - before)
}

/** Over a few connections; what comes is thrown away. */
async function fetchAll(addresses: readonly string[], headers: (at: number) => Record<string, string> = () => ({})) {
  let next = 0
  const goOn = async () => {
    for (let at = next++; at < addresses.length; at = next++) await fetchOne(addresses[at] ?? '', headers(at))
  }
  await Promise.all(Array.from({ length: connections }, goOn))
}

function fetchOne(address: string, headers: Record<string, string>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const asked = get(address, { agent, headers }, answer => {
    if (answer.statusCode !== 200 && answer.statusCode !== 206) reject(new Error(`${address} answered ${answer.statusCode}`))
    answer.resume().on('end', resolve)
  })
  asked.on('error', reject)
  return promise
}

/** What looking at a signed address costs, beside nothing. */
function signingMicroseconds(): number {
  const grants = createGrants([makeKey('url-signing', 'bench')])
  const segment = grants.grant('stream\nbench')
  const times = 50_000
  const before = process.cpuUsage()
  for (let at = 0; at < times; at += 1) if (!grants.grants(segment, 'stream\nbench')) throw new Error('the grant is refused')
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times
}

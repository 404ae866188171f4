import { randomFillSync } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { ledgerSchema, roundSchema } from '../packages/blobs/src/cluster/ledger/schema.ts'
import { type ClusterStore, openClusterStore } from '../packages/blobs/src/cluster/open.ts'
import { startNodes } from '../packages/blobs/src/cluster/processes/start.ts'
import { openDiskStore } from '../packages/blobs/src/index.ts'
import { startDatabase } from './measuring/database.ts'
import { cpuSeconds, peakMegabytes } from './measuring/process.ts'
import { report } from './measuring/report.ts'
import { median } from './measuring/rounds.ts'

/**
 * Five storage nodes as processes on one disk, three copies, quorum two: how fast a large blob goes in and comes out, in
 * turns with one copy straight to the same disk, and what memory and processor time they take.
 */
const MiB = 1024 * 1024
const megabytes = Number(process.argv[2] ?? 384)
const size = megabytes * MiB
const rounds = 3
const limit = 1e12
/** As `storycanvas storage-node` starts. */
const environment = { MALLOC_ARENA_MAX: '2', NODE_OPTIONS: '--max-semi-space-size=16', ...process.env }

await using database = await startDatabase('storage-nodes')
await using closing = new AsyncDisposableStack()
const pool = new pg.Pool(database.connection)
closing.defer(() => pool.end())
await pool.query(ledgerSchema.up + roundSchema.up)
const programs = await startNodes(database.folder, ['a', 'b', 'c', 'd', 'e'], environment)
closing.defer(async () => void (await Promise.all(programs.map(program => program.kill()))))
const store = await openClusterStore({ pool, membership: { kind: 'list', addresses: programs.map(({ ready }) => ready) } })
closing.defer(async () => store.close())
const disk = await openDiskStore({ root: join(database.folder, 'disk') })

const secondsOfNodes = () => programs.reduce((sum, { child }) => sum + cpuSeconds(child.pid as number), 0)
const speeds = { disk: [] as number[], put: [] as number[], get: [] as number[], getBySix: [] as number[] }
const work = { client: [] as number[], nodes: [] as number[] }
for (let round = 1; round <= rounds; round++) {
  speeds.disk.push(await speed(async () => void (await disk.put(noise(round), { limit }))))
  let stored: Hash | undefined
  const before = { client: cpuSeconds(process.pid), nodes: secondsOfNodes() }
  speeds.put.push(await speed(async () => void (stored = (await store.put(noise(round), { limit })).hash)))
  work.client.push((cpuSeconds(process.pid) - before.client) / (size / 1e9))
  work.nodes.push((secondsOfNodes() - before.nodes) / (size / 1e9))
  const hash = stored as Hash
  speeds.get.push(await speed(() => read(hash, 0, size)))
  const parts = Array.from({ length: 6 }, (_, part) => [part, part + 1].map(edge => Math.floor((size * edge) / 6)))
  speeds.getBySix.push(
    await speed(async () => void (await Promise.all(parts.map(([start = 0, end = 0]) => read(hash, start, end))))),
  )
}
const memory = programs.map(({ child }) => peakMegabytes(child.pid as number, 0))
report(
  'storage-nodes',
  {
    'put, three copies, MB': { value: median(speeds.put), unit: '/s', atLeast: 100 },
    'get, MB': { value: median(speeds.get), unit: '/s', atLeast: 250 },
    'get by six readers, MB': { value: median(speeds.getBySix), unit: '/s' },
    'put against one copy on the disk': { value: median(speeds.put) / median(speeds.disk), unit: '×' },
    'memory of a node': { value: Math.max(...memory), unit: 'MB', atMost: 200 },
  },
  {
    megabytes,
    rounds,
    'one copy on the disk, MB/s': Math.round(median(speeds.disk)),
    'processor seconds for a GB that is put, client': Number(median(work.client).toFixed(2)),
    'the same, five nodes': Number(median(work.nodes).toFixed(2)),
  },
)

type Hash = Parameters<ClusterStore['read']>[0]

async function* noise(round: number) {
  const block = randomFillSync(Buffer.allocUnsafe(MiB))
  for (let index = 0; index < megabytes; index++) {
    block.writeUInt32LE(round, 0)
    block.writeUInt32LE(index, 4)
    yield await Promise.resolve(block)
  }
}

async function read(hash: Hash, start: number, end: number): Promise<void> {
  let bytes = 0
  for await (const chunk of await store.read(hash, { start, end })) bytes += (chunk as Buffer).byteLength
  if (bytes !== end - start) throw new Error(`${bytes} bytes came of ${end - start}`)
}

/** MB a second. */
async function speed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return size / 1000 / (performance.now() - began)
}

import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { ledgerSchema, roundSchema } from '../packages/blobs/src/cluster/ledger/schema.ts'
import { openClusterStore } from '../packages/blobs/src/cluster/open.ts'
import { startNodes } from '../packages/blobs/src/cluster/processes/start.ts'
import { startDatabase } from './measuring/database.ts'
import { report } from './measuring/report.ts'

/**
 * One of five storage nodes is killed with what it held, with the settings that a server has: how long until three copies
 * of everything are there again by themselves, and what reads and writes do meanwhile.
 */
const blobs = Number(process.argv[2] ?? 40)
const blobSize = 5_000_000
const limit = 1e9

await using database = await startDatabase('lost-node')
await using closing = new AsyncDisposableStack()
const pool = new pg.Pool(database.connection)
closing.defer(() => pool.end())
await pool.query(ledgerSchema.up + roundSchema.up)
const names = ['a', 'b', 'c', 'd', 'e']
const programs = await startNodes(database.folder, names)
closing.defer(async () => void (await Promise.all(programs.map(program => program.kill()))))
const membership = { kind: 'list', addresses: programs.map(({ ready }) => ready) } as const
const store = await openClusterStore({ pool, membership, recentBytes: 0 })
closing.defer(async () => store.close())

const contents = await Promise.all(
  Array.from({ length: blobs }, async () => {
    const bytes = randomBytes(blobSize)
    return { bytes, hash: (await store.put(bytes, { limit })).hash }
  }),
)
closing.defer(store.caretaker.start(error => console.error(error)))
await store.caretaker.meet()
const lostBytes = (await store.status()).nodes.find(({ id }) => id === 'e')?.bytes ?? 0
await programs[4]?.kill()
const began = performance.now()

const counts = { reads: 0, failedReads: 0, puts: 0, failedPuts: 0, wrong: 0 }
const isWhole = async () => {
  const { isSettled, openHints, nodes } = await store.status()
  return isSettled && openHints === 0 && nodes.some(({ id, isMember }) => id === 'e' && !isMember)
}
while (!(await isWhole())) {
  const { bytes, hash } = contents[counts.reads % contents.length] as (typeof contents)[number]
  await store.read(hash).then(
    async stream => {
      counts.reads++
      if (!Buffer.concat(await stream.toArray()).equals(bytes)) counts.wrong++
    },
    () => counts.failedReads++,
  )
  await store.put(randomBytes(100_000), { limit }).then(
    () => counts.puts++,
    () => counts.failedPuts++,
  )
  await wait(200)
}
const seconds = (performance.now() - began) / 1000
report(
  'lost-node',
  {
    'whole again after': { value: seconds, unit: 's', atMost: lostBytes / 100e6 + 60 },
    'failed reads': { value: counts.failedReads, unit: '', atMost: 0 },
    'wrong bytes': { value: counts.wrong, unit: '', atMost: 0 },
    'failed puts': { value: counts.failedPuts, unit: '', atMost: 0 },
  },
  { 'bytes lost, MB': Math.round(lostBytes / 1e6), reads: counts.reads, puts: counts.puts },
)

import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isBlobHash } from '../../hash.ts'
import { type ClusterStore, openClusterStore } from '../open.ts'
import { openPool } from '../testing.ts'
import { type Databases, throughCrashes } from './database.ts'
import { hurriedPatience, hurriedWaits } from './hurry.ts'
import { type FaultyMember, startMember } from './member.ts'
import type { Processes } from './processes.ts'
import type { Random } from './random.ts'

export type World = AsyncDisposable & {
  readonly members: FaultyMember[]
  /** Two coordinators that know nothing of each other; the clock of the second is wrong. */
  readonly stores: readonly [ClusterStore, ClusterStore]
  addMember(): Promise<void>
  /** The chunks that are in blobs. */
  usedChunks(): Promise<string[]>
  /** Lets the workers pause; returns how to let them go on. */
  rest(): () => void
  resting(): Promise<void>
  /** Breaks every connection to the database, as its restart does. */
  cutDatabase(): Promise<void>
  readonly crashDatabase: Databases['crash']
}

/** What schedules share: it is the same processes and the same database server for all of them. */
export type Ground = { readonly processes: Processes; readonly databases: Databases }

const hour = 3600_000

/** Five nodes with three copies of each chunk, of which two must be on disks. */
export async function buildWorld({ processes, databases }: Ground, random: Random, chunkSize: number): Promise<World> {
  await using closing = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'faults-'))
  closing.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const { connection } = closing.use(await databases.create())
  const members: FaultyMember[] = []
  const addresses: string[] = []
  const addMember = async (name: string) => {
    const member = open.use(await startMember(join(folder, name), name, processes))
    members.push(member)
    addresses.push(member.address)
  }
  const pool = openPool(connection)
  closing.defer(() => pool.end())
  const open = closing.move()
  await Promise.all(Array.from({ length: 5 }, (_, index) => addMember(`node-${index}`)))
  const openStore = async (coordinator: 0 | 1, now?: () => number) => {
    const store = await throughCrashes(() =>
      openClusterStore({
        pool,
        membership: { kind: 'list', addresses },
        patience: hurriedPatience,
        ...hurriedWaits,
        recentBytes: 0,
        chunkSize,
        route: address => members.find(member => member.address === address)?.addressFor(coordinator) ?? address,
        ...(now === undefined ? {} : { now }),
      }),
    )
    open.defer(async () => store.close())
    return store
  }
  let rested = Promise.resolve()
  const skew = random.one([-hour, hour])
  const stores = [await openStore(0), await openStore(1, () => Date.now() + skew)] as const
  return {
    members,
    stores,
    addMember: () => addMember(`node-${members.length}`),
    async usedChunks() {
      const asked = 'select distinct chunk from storage_blob_chunk'
      const { rows } = await throughCrashes(() => pool.query<{ chunk: string }>(asked))
      return rows.map(({ chunk }) => chunk)
    },
    rest() {
      const { promise, resolve } = Promise.withResolvers<void>()
      rested = promise
      return resolve
    },
    resting: () => rested,
    async cutDatabase() {
      await pool
        .query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        )
        .catch(() => undefined)
    },
    crashDatabase: databases.crash,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** Paths of all chunks that lie on a node's disk. */
export async function chunkFiles({ root }: FaultyMember): Promise<string[]> {
  const found = await readdir(join(root, 'sha256'), { recursive: true, withFileTypes: true }).catch(() => [])
  return found.filter(entry => entry.isFile() && isBlobHash(entry.name)).map(entry => join(entry.parentPath, entry.name))
}

/** Changes one bit in some of a node's chunks, or cuts their end off. */
export async function damageChunks(member: FaultyMember, random: Random): Promise<void> {
  for (const path of await chunkFiles(member)) {
    if (random.below(3) > 0) continue
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    if (bytes.length === 0) continue
    const at = random.below(bytes.length)
    bytes[at] = (bytes[at] as number) ^ (1 << random.below(8))
    await chmod(path, 0o640).catch(() => undefined)
    await writeFile(path, random.below(2) === 0 ? bytes : bytes.subarray(0, at)).catch(() => undefined)
  }
}

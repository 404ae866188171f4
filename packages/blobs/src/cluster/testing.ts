import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { ledgerSchema, roundSchema } from './ledger/schema.ts'
import { openStorageNode, type StorageNode, type StorageNodeOptions } from './node/open.ts'
import { type ClusterOptions, type ClusterStore, openClusterStore } from './open.ts'

export type TestCluster = AsyncDisposable & {
  readonly pool: pg.Pool
  readonly nodes: readonly StorageNode[]
  readonly folder: string
  /** A store of its own, as every process has one. */
  open(options?: Partial<ClusterOptions>): Promise<ClusterStore>
}

/** Nodes in this process that are spoken to over real sockets, and the ledger in an empty database. */
export async function startCluster(
  connection: pg.PoolConfig,
  count: number,
  options: Partial<StorageNodeOptions> = {},
): Promise<TestCluster> {
  const closing = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'cluster-'))
  closing.defer(() => rm(folder, { recursive: true, force: true }))
  const pool = openPool(connection)
  closing.defer(() => pool.end())
  await pool.query(ledgerSchema.up + roundSchema.up)
  const start = (name: string) => openStorageNode({ root: join(folder, name), listen: '127.0.0.1:0', name, ...options })
  const nodes = await Promise.all(Array.from({ length: count }, (_, index) => start(`node-${index}`)))
  for (const node of nodes) closing.defer(() => node.kill())
  const membership = { kind: 'list', addresses: nodes.map(({ address }) => address) } as const
  return {
    pool,
    nodes,
    folder,
    async open(changes = {}) {
      const store = await openClusterStore({ pool, membership, ...options, ...changes })
      closing.defer(async () => store.close())
      return store
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

export function openPool(connection: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...connection, max: 10 })
  pool.on('error', () => undefined)
  pool.on('connect', client => client.on('error', () => undefined))
  return pool
}

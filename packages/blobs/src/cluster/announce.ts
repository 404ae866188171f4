import type { Pool } from './ledger/database.ts'
import { createQueries } from './ledger/database.ts'
import { createNodes } from './ledger/nodes.ts'
import type { StorageNode } from './node/open.ts'

const everyMs = 10_000

/** Enters a node into the registry, now and again and again. Returns how to stop. The first failure rejects. */
export async function announceNode(
  pool: Pool,
  node: StorageNode,
  address: string,
  onError: (error: unknown) => void,
): Promise<() => void> {
  const nodes = createNodes(createQueries(pool))
  const enter = async () => {
    await nodes.seen(address, await node.describe())
  }
  await enter()
  const timer = setInterval(() => void enter().catch(onError), everyMs)
  return () => clearInterval(timer)
}

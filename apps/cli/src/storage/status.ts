import { parseArgs } from 'node:util'
import type { Config } from '@storycanvas/server/config'
import type { OpenStorages } from '@storycanvas/server/storage'

/** What is kept, and how the storage nodes are. */
export async function showStatus(storages: OpenStorages, config: Config, args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const { kind, store, cluster } = await storages.open(config.storage)
  await cluster?.caretaker.meet()
  const status = cluster === null ? { kind, ...(await store.usage()) } : { kind, ...(await cluster.status()) }
  if (values.json || !('nodes' in status)) {
    console.log(JSON.stringify(status, null, 2))
    return
  }
  const { epoch, replicas, isSettled, blobs, bytes, waitingFor, nodes } = status
  console.log(`${blobs} blobs, ${size(bytes)}, ${replicas} copies, table ${epoch} ${isSettled ? 'settled' : 'being settled'}`)
  for (const reason of waitingFor) console.log(`waits: ${reason}`)
  for (const { id, address, zone, state, isAway, silentMs, chunks, bytes: held, freeBytes } of nodes) {
    const condition = isAway ? `silent for ${Math.round(silentMs / 1000)} s` : state
    console.log(`${id}  ${address}  zone ${zone}  ${condition}  ${chunks} chunks, ${size(held)}, ${size(freeBytes)} free`)
  }
}

const size = (bytes: number) => (bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`)

import { setTimeout as wait } from 'node:timers/promises'
import type { ClusterStore } from '@storycanvas/blobs/cluster'

const everyMs = 2000

/** Lets the storage nodes copy from each other until every chunk lies where it should. */
export async function settleWhole(cluster: ClusterStore, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    await cluster.caretaker.meet()
    const done = await cluster.caretaker.settle()
    const { isSettled, openHints } = await cluster.status()
    if (done?.missing === 0 && isSettled && openHints === 0) return
    await wait(everyMs, undefined, { signal })
  }
}

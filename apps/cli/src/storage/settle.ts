import { setTimeout as wait } from 'node:timers/promises'
import type { ClusterStore } from '@storycanvas/blobs/cluster'

const everyMs = 2000

/**
 * Lets the storage nodes copy from each other until every chunk lies where it should, and only there. Tells why it takes
 * long. Resolves with the nodes that did not answer and are not needed.
 */
export async function settleWhole(cluster: ClusterStore, signal: AbortSignal): Promise<readonly string[]> {
  for (let told = ''; ; ) {
    signal.throwIfAborted()
    await cluster.caretaker.meet()
    const done = await cluster.caretaker.settle()
    const { isSettled, openHints } = await cluster.status()
    if (done?.missing === 0 && done.kept === 0 && isSettled && openHints === 0) return done.silent
    const reasons = done?.obstacles.join('; ') ?? 'no storage node has answered yet'
    if (reasons !== '' && reasons !== told) console.error(`Still waiting: ${reasons}`)
    told = reasons
    await wait(everyMs, undefined, { signal })
  }
}

import type { Transport } from '@storycanvas/comfyui'
import { createOutgoing } from '../../platform/outgoing/client.ts'
import { parseLocalServers } from '../../platform/outgoing/target.ts'

/** The way to generation servers: public addresses, and those of our own network that the administrator named. */
export function serverTransport(allowed: readonly string[]): Transport {
  const outgoing = createOutgoing()
  const localServers = parseLocalServers(allowed)
  return {
    fetch: request => outgoing.fetch({ ...request, localServers }),
    connectWebSocket: (url, { signal }) => outgoing.connectWebSocket(url, { localServers, ...(signal ? { signal } : {}) }),
  }
}

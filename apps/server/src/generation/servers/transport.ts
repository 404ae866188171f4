import type { Transport } from '@storycanvas/comfyui'
import type { Media } from '../../platform/media/media.ts'
import { createOutgoing } from '../../platform/outgoing/client.ts'
import { parseLocalServers } from '../../platform/outgoing/target.ts'
import { readGuide } from '../guides/pictures.ts'

/** The way to generation servers: public addresses, and those of our own network that the administrator named. `media` has the files that go in. */
export function serverTransport(allowed: readonly string[], media?: Pick<Media, 'readWhole'>): Transport {
  const outgoing = createOutgoing()
  const localServers = parseLocalServers(allowed)
  return {
    fetch: request => outgoing.fetch({ ...request, localServers }),
    ...(media && { readStored: hash => readGuide(media, hash) }),
    connectWebSocket: (url, { signal }) => outgoing.connectWebSocket(url, { localServers, ...(signal ? { signal } : {}) }),
  }
}

import type { JobKind, Server } from './model.ts'

/** Why a server cannot run jobs of a kind, as the end of a sentence, or null where it can. Drain and failure are not asked here. */
export function whyNot(server: Server, kind: JobKind): string | null {
  const file = kind.files.find(file => !server.files.has(file))
  if (file !== undefined) return `has no ${file}`
  const { nodes } = server
  const node = nodes === 'any' ? undefined : kind.nodes.find(node => !nodes.has(node))
  if (node !== undefined) return `has no node ${node}`
  if (server.vramGigabytes < kind.vramGigabytes)
    return `has ${server.vramGigabytes} GB of video memory, ${kind.vramGigabytes} are needed`
  return null
}

/** Why no server can take jobs of a kind, as a sentence for the person who waits, or null where one can or will. */
export function whyNowhere(servers: Iterable<Server>, kind: JobKind): string | null {
  const all = [...servers]
  if (all.length === 0) return 'There is no server.'
  const fit = all.filter(server => whyNot(server, kind) === null)
  if (fit.some(server => server.state === 'up')) return null
  if (fit.length > 0) return `${listed(fit.map(server => `${server.id} is ${server.state}`))}; no other server fits.`
  const missing = [...kind.files, ...kind.nodes.map(node => `node ${node}`)].find(thing =>
    all.every(server => whyNot(server, kind) === `has no ${thing}`),
  )
  if (missing !== undefined) return `No server has ${missing}.`
  return `No server fits: ${listed(all.map(server => `${server.id} ${whyNot(server, kind)}`))}.`
}

/** A person reads the first few; the rest are counted. */
function listed(parts: readonly string[]): string {
  const shown = parts.slice(0, 5).join(', ')
  return parts.length > 5 ? `${shown} and ${parts.length - 5} more` : shown
}

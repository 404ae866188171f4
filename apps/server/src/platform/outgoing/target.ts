import { OutgoingError } from './error.ts'

/** A URL that we are ready to look up. Its address is judged when the socket is opened. */
export type Target = {
  readonly url: URL
  /** Without the brackets of IPv6. */
  readonly host: string
  readonly port: number
  readonly isEncrypted: boolean
}

const ports: { readonly [scheme: string]: number } = { 'http:': 80, 'https:': 443, 'ws:': 80, 'wss:': 443 }

export type Schemes = 'http' | 'websocket'
const schemes = { http: ['http:', 'https:'], websocket: ['ws:', 'wss:'] } as const

/** @throws OutgoingError `bad-url` */
export function parseTarget(text: string | URL, allowed: Schemes): Target {
  const url = URL.parse(String(text))
  if (url === null || url.hostname === '') throw new OutgoingError({ kind: 'bad-url', reason: 'syntax' })
  if (!(schemes[allowed] as readonly string[]).includes(url.protocol))
    throw new OutgoingError({ kind: 'bad-url', reason: 'scheme' })
  if (url.username !== '' || url.password !== '') throw new OutgoingError({ kind: 'bad-url', reason: 'credentials' })
  return {
    url,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (ports[url.protocol] ?? 0) : Number(url.port),
    isEncrypted: url.protocol === 'https:' || url.protocol === 'wss:',
  }
}

/** Servers in our own network that may be called: `host:port`, exact, in the spelling of `hostPort`. */
export type LocalServers = ReadonlySet<string>

/**
 * Reads the administrator's list of `host:port`.
 *
 * @throws OutgoingError `bad-url` when an entry is no host with a port
 */
export function parseLocalServers(list: readonly string[]): LocalServers {
  return new Set(
    list.map(entry => {
      const target = parseTarget(`http://${entry}/`, 'http')
      if (!/:\d+$/.test(entry) || target.url.pathname !== '/') throw new OutgoingError({ kind: 'bad-url', reason: 'syntax' })
      return hostPort(target)
    }),
  )
}

/** A target's host and port in one spelling. */
export function hostPort({ url, port }: Target): string {
  return `${url.hostname}:${port}`
}

import autocannon from 'autocannon'
import { cpuSeconds } from '../measuring/process.ts'

const connections = 32
const seconds = 3

/** What one server did in a few seconds of 32 connections that ask without a pause. */
export type Load = { perSecond: number; p50: number; p99: number; cpuMicroseconds: number }

export type Target = {
  pid: number
  method: 'GET' | 'POST'
  headers: Record<string, string>
  /** The address that the n-th connection asks. */
  urlOf: (connection: number) => string
  body?: string
}

/** Throws when a single answer is not a good one. */
export async function loadOf({ pid, method, headers, urlOf, body }: Target): Promise<Load> {
  let connection = 0
  const before = cpuSeconds(pid)
  const result = await autocannon({
    ...{ url: new URL(urlOf(0)).origin, connections, duration: seconds, headers },
    setupClient(client) {
      const { pathname, search } = new URL(urlOf(connection++))
      client.setRequests([{ method, path: pathname + search, ...(body === undefined ? {} : { body }) }])
    },
  })
  const cpu = cpuSeconds(pid) - before
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors at ${urlOf(0)}`)
  const { total } = result.requests
  return {
    perSecond: total / result.duration,
    ...{ p50: result.latency.p50, p99: result.latency.p99 },
    cpuMicroseconds: (cpu * 1e6) / total,
  }
}

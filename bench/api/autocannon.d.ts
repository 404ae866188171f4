/** The part of autocannon that we use; the package brings no types. */
declare module 'autocannon' {
  type Request = { method: string; path: string; body?: string }
  type Options = {
    url: string
    connections: number
    /** Seconds. */
    duration: number
    headers: Record<string, string>
    setupClient(client: { setRequests(requests: Request[]): void }): void
  }
  type Result = {
    duration: number
    errors: number
    non2xx: number
    requests: { total: number }
    latency: { p50: number; p99: number }
  }
  export default function autocannon(options: Options): Promise<Result>
}

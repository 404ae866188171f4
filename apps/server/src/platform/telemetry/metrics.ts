import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** Every figure this server reports; labels are few and never ids. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'storycanvas_http_request_seconds',
      help: 'Time from the first byte of a request to the last of its answer',
      labelNames: ['operation', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    realtimeConnections: new Gauge({ name: 'storycanvas_realtime_connections', help: 'Open WebSocket connections', registers }),
    realtimeDropped: new Counter({
      name: 'storycanvas_realtime_slow_readers_total',
      help: 'Connections closed because they read too slowly',
      registers,
    }),
  }
}

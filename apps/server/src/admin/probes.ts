import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { RequestError } from '../platform/http/problem.ts'
import type { Check } from './checks.ts'

/** For supervisors and Prometheus: is the process alive, may it be sent requests, and its figures. */
export function serveProbes(
  app: FastifyInstance,
  { config, metrics }: Pick<Context, 'config' | 'metrics'>,
  look: () => Promise<Check[]>,
  isStopping: () => boolean,
): void {
  app.get('/livez', (_, reply) => reply.send({ status: 'ok' }))

  app.get('/readyz', async (_, reply) => {
    const checks = Object.fromEntries((await look()).map(({ name, state }) => [name, state]))
    const ready = !isStopping() && checks.database === 'ok' && checks.storage === 'ok'
    return reply.code(ready ? 200 : 503).send({ status: isStopping() ? 'stopping' : ready ? 'ready' : 'not ready', checks })
  })

  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request, config.metricsToken))
      throw new RequestError('unauthenticated', 'Metrics need METRICS_TOKEN as a bearer token.')
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

/** With a token it decides; without one only this machine may, and no proxy on it. */
function mayRead(request: FastifyRequest, token: string | null): boolean {
  if (token === null)
    return (
      /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '') && request.headers['x-forwarded-for'] === undefined
    )
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

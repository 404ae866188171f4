import type { Route, Routes } from '@storycanvas/api'
import type { FastifyInstance } from 'fastify'
import { RequestError } from './problem.ts'

const methods: readonly Route['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Addresses of the table answer methods that they do not take with 405 and what they do take. */
export function refuseOtherMethods(app: FastifyInstance, table: Routes): void {
  for (const [url, routes] of Map.groupBy(Object.values(table), ({ path }) => path)) {
    const taken = routes.map(({ method }) => method)
    const refused = methods.filter(method => !taken.includes(method))
    if (refused.length === 0) continue
    app.route({
      method: refused,
      url,
      // Nobody's body is read only to be refused.
      onRequest: async (request, reply) => {
        reply.header('allow', [...taken, ...(taken.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', '))
        throw new RequestError(
          'method-not-allowed',
          `${request.method} is not among what this address takes: ${taken.join(', ')}.`,
        )
      },
      handler: () => undefined,
    })
  }
}

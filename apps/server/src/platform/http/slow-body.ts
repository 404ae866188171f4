import type { FastifyRequest, RouteOptions } from 'fastify'

/** Longer than a phone on a bad line takes for the largest JSON body. */
const bodySeconds = 60

/** Ends the connection of whoever has not sent a JSON body within the time; uploads may take as long as they go on. */
export function endSlowBodies(seconds = bodySeconds): NonNullable<RouteOptions['onRequest']> {
  return async ({ raw }: FastifyRequest) => {
    if (raw.complete) return
    const late = setTimeout(() => raw.destroy(new Error(`the body did not come within ${seconds} s`)), seconds * 1000)
    late.unref()
    for (const event of ['end', 'close']) raw.once(event, () => clearTimeout(late))
  }
}

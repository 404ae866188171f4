import fastifyStatic from '@fastify/static'
import Fastify from 'fastify'

/** Fastify with @fastify/static as it comes, in a process of its own: the file that the path names. */
const server = Fastify()
await server.register(fastifyStatic, { root: '/' })
const address = await server.listen({ port: 0, host: '127.0.0.1' })
process.send?.({ address })
process.once('disconnect', () => process.exit())

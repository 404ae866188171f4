import fastify, { type FastifyReply } from 'fastify'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import type { BareSetting } from './rivals.ts'

/**
 * A Fastify with nothing on it, in a process of its own: `/json` answers with a text it was given; `/query` first asks
 * PostgreSQL the statements that it was given, one after the other on one connection of a pool.
 */
process.once('message', (setting: BareSetting) => void serve(setting))
process.once('disconnect', () => process.exit())

async function serve({ connection, text, statements }: BareSetting) {
  const pool = new pg.Pool({ ...connection, max: 20 })
  const app = fastify()
  const answer = (reply: FastifyReply) => reply.type('application/json; charset=utf-8').send(text)
  const ask = async (project: string) => {
    const id = uuid()
    const own = (value: unknown) =>
      typeof value === 'string' ? value.replaceAll('{project}', project).replaceAll('{new}', id) : value
    const client = await pool.connect()
    try {
      for (const { text, values } of statements) await client.query(text, values.map(own))
    } finally {
      client.release()
    }
  }
  for (const method of ['GET', 'POST']) {
    app.route({ method, url: '/json/:project', handler: (_, reply) => answer(reply) })
    app.route<{ Params: { project: string } }>({
      ...{ method, url: '/query/:project' },
      handler: async (request, reply) => {
        await ask(request.params.project)
        return answer(reply)
      },
    })
  }
  process.send?.({ kind: 'listens', address: await app.listen({ host: '127.0.0.1', port: 0 }) })
}

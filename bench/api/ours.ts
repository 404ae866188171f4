import pg from 'pg'
import { readConfig } from '../../apps/server/src/platform/config/config.ts'
import { createLog } from '../../apps/server/src/platform/telemetry/log.ts'
import { startServer } from '../../apps/server/src/start.ts'
import type { Statement } from './rivals.ts'

/**
 * The whole server in a process of its own, as `npm start` runs it. Between `watch` and `tell` it notes the statements that
 * it sends to PostgreSQL; otherwise nothing is added to it.
 */
const server = await startServer({ ...readConfig(process.env), host: '127.0.0.1', port: 0 }, createLog('error'), {
  webFolder: null,
  listen: true,
})
const query: typeof pg.Client.prototype.query = Reflect.get(pg.Client.prototype, 'query')
let seen: Statement[] = []
process.once('disconnect', () => void server[Symbol.asyncDispose]().then(() => process.exit()))

process.on('message', (word: 'watch' | 'tell') => {
  if (word === 'watch') {
    seen = []
    pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
      const [first, values] = args as [string | { text: string; values?: unknown[] }, unknown[]?]
      if (typeof first === 'string') seen.push({ text: first, values: values ?? [] })
      else seen.push({ text: first.text, values: first.values ?? [] })
      return Reflect.apply(query, this, args) as never
    } as typeof query
  }
  if (word === 'tell') {
    pg.Client.prototype.query = query
    process.send?.({ kind: 'seen', statements: seen })
  }
})
process.send?.({ kind: 'listens', address: server.address })

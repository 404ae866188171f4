import pg from 'pg'
import { openDatabase } from '../../apps/server/src/platform/database/database.ts'
import { createGrants } from '../../apps/server/src/platform/media/grants.ts'
import { makeKey } from '../../apps/server/src/platform/secrets/key.ts'
import { listVideos } from '../../apps/server/src/library/videos/list.ts'
import { contract } from '../../packages/api/src/index.ts'

/** Markdown with the plans of the statements that each list sends. */
export async function plansOf(
  pool: pg.Pool,
  ownerId: string,
  queries: Readonly<Record<string, { address: string }>>,
): Promise<string> {
  const database = openDatabase(pool)
  const grants = createGrants([makeKey('url-signing', 'bench')])
  const parts: string[] = []
  for (const [name, { address }] of Object.entries(queries)) {
    const query = contract.listVideos.query.parse(Object.fromEntries(new URL(address, 'http://here').searchParams))
    const statements = await statementsOf(() => listVideos({ database, grants }, ownerId, query))
    for (const { text, values } of statements) {
      const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain (analyze, timing off, costs off) ${text}`, values)
      parts.push(`## ${name}\n\n\`\`\`\n${rows.map(row => row['QUERY PLAN']).join('\n')}\n\`\`\`\n`)
    }
  }
  return parts.join('\n')
}

type Statement = { text: string; values: unknown[] }

/** What is sent to PostgreSQL while something is done. */
async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const query: typeof pg.Client.prototype.query = Reflect.get(pg.Client.prototype, 'query')
  const sent: Statement[] = []
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [text, values] =
      typeof args[0] === 'string'
        ? [args[0], (args[1] ?? []) as unknown[]]
        : [(args[0] as Statement).text, (args[0] as Statement).values ?? []]
    if (/^\s*(select|with)/i.test(text)) sent.push({ text, values })
    return Reflect.apply(query, this, args)
  } as typeof query
  try {
    await work()
    return sent
  } finally {
    pg.Client.prototype.query = query
  }
}

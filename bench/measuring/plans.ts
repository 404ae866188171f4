import pg from 'pg'

/** Markdown with the plans of the statements that are sent while something is done. */
export async function plansFor(pool: pg.Pool, name: string, work: () => Promise<unknown>): Promise<string> {
  const parts: string[] = []
  for (const { text, values } of await statementsOf(work)) {
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain (analyze, timing off, costs off) ${text}`, values)
    parts.push(`## ${name}\n\n\`\`\`\n${rows.map(row => row['QUERY PLAN']).join('\n')}\n\`\`\`\n`)
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

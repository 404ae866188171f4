import { createTestServer } from '../apps/server/src/testing.ts'
import { breakDown } from '../apps/server/src/writing/builtin/index.ts'
import { featureScreenplay } from './made-up/feature-screenplay.ts'
import { report } from './measuring/report.ts'
import { median, timed } from './measuring/rounds.ts'
import { sqlTimeOf } from './measuring/sql.ts'

/**
 * How long a 120-page screenplay takes from the request to the answer: the first import of a fresh process, then imports
 * into fresh projects, the same text again, and a rewritten one. What is neither reading nor SQL is planning and HTTP.
 */
const rounds = 5
await using server = await createTestServer()
const { client } = server.owner
const text = featureScreenplay({ seed: 7, pages: 120 })
const rewritten = text.replaceAll('Then we have until morning', 'Then there is time until the morning')

const freshProject = async () => (await client.createProject({ body: { name: 'A feature' } })).id
const bring = (id: string, text: string) => client.importIntoProject({ params: { id }, body: { text, preview: false } })

const firstId = await freshProject()
let panels = 0
const first = await timed(async () => {
  panels = (await bring(firstId, text)).made.panels
})
const fresh: { whole: number; sql: number; statements: number }[] = []
for (let round = 0; round < rounds; round += 1) {
  const id = await freshProject()
  let whole = 0
  const { ms, statements } = await sqlTimeOf(async () => {
    whole = await timed(() => bring(id, text))
  })
  fresh.push({ whole, sql: ms, statements })
}
const reading: number[] = []
for (let round = 0; round < rounds; round += 1) reading.push(await timed(() => breakDown({ format: 'fountain', text })))
const again = await timed(() => bring(firstId, text))
const revised = await timed(() => bring(firstId, rewritten))
const whole = median(fresh.map(one => one.whole))
const sql = median(fresh.map(one => one.sql))
report(
  'import-story',
  {
    first: { value: first, unit: 'ms', atMost: 2000 },
    later: { value: whole, unit: 'ms', atMost: 2000 },
    reading: { value: median(reading), unit: 'ms' },
    sql: { value: sql, unit: 'ms' },
    planningAndHttp: { value: whole - sql - median(reading), unit: 'ms' },
    sameAgain: { value: again, unit: 'ms' },
    rewritten: { value: revised, unit: 'ms' },
  },
  { pages: 120, panels, statements: fresh[0]?.statements },
)

import { type Client, contract, createClient } from '../packages/api/src/index.ts'
import { type Load, loadOf } from './api/load.ts'
import { type Ours, startBare, startOurs, type Statement } from './api/rivals.ts'
import { inTurns, median } from './measuring/rounds.ts'
import { report } from './measuring/report.ts'
import { startDatabase } from './measuring/database.ts'

/**
 * Three routes under 32 connections, each next to two bare servers in the same run: one that answers the same JSON out of
 * memory, one that first sends PostgreSQL the very statements that our route sends. What is ours alone is the CPU time
 * that our route takes beyond the second. PostgreSQL runs with its durable settings. `node bench/api.ts [profile folder]`
 */
const rounds = 3
const projects = 32
const [profileFolder] = process.argv.slice(2)

type Route = { method: 'GET' | 'POST'; pathOf: (project: Made) => string; body?: object }
type Made = { id: string; panelId: string }

const routes: Record<string, Route> = {
  'list-projects': { method: 'GET', pathOf: () => '/api/v1/projects?limit=20' },
  'get-panel': { method: 'GET', pathOf: ({ panelId }) => `/api/v1/panels/${panelId}` },
  'create-instruction': {
    method: 'POST',
    pathOf: ({ id }) => `/api/v1/projects/${id}/instructions`,
    body: { text: 'Rain on every window, and nobody looks at the camera.' },
  },
}

await using postgres = await startDatabase('api')
const { folder, connection } = postgres
const { host, port, user, database } = connection
await using ours = await startOurs(
  {
    DATA_DIR: folder,
    DATABASE_URL: `postgresql:///${database}?host=${encodeURIComponent(host)}&port=${port}&user=${user}`,
  },
  profileFolder ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : [],
)
const nobody = createClient(contract, { baseUrl: ours.address, accessToken: () => null })
const { accessToken } = await nobody.register({
  body: { email: 'bench@storycanvas.invalid', name: 'Bench', password: 'a long enough password' },
})
const client = createClient(contract, { baseUrl: ours.address, accessToken: () => accessToken })
const made: Made[] = []
for (let index = 0; index < projects; index += 1) made.push(await makeProject(client, index))

for (const [name, route] of Object.entries(routes)) {
  const [first] = made as [Made, ...Made[]]
  const headers = {
    authorization: `Bearer ${accessToken}`,
    ...(route.body ? { 'content-type': 'application/json' } : {}),
  }
  const body = route.body && JSON.stringify(route.body)
  const { text, statements } = await sample(ours, first, route, { headers, ...(body ? { body } : {}) })
  await using bare = await startBare({ connection, text, statements })
  const shared = { method: route.method, headers, ...(body ? { body } : {}) }
  const projectOf = (connection: number) => made[connection % made.length] as Made
  const bareTarget = (path: string) => ({
    ...shared,
    pid: bare.pid,
    urlOf: (n: number) => `${bare.address}/${path}/${projectOf(n).id}`,
  })
  const loads = await inTurns(rounds, {
    ours: () => loadOf({ ...shared, pid: ours.pid, urlOf: n => ours.address + route.pathOf(projectOf(n)) }),
    json: () => loadOf(bareTarget('json')),
    query: () => loadOf(bareTarget('query')),
  })
  const middle = (rival: Load[], figure: keyof Load) => median(rival.map(load => load[figure]))
  const cpu = middle(loads.ours, 'cpuMicroseconds')
  const cpuOfQueries = middle(loads.query, 'cpuMicroseconds')
  report(
    `api-${name}`,
    {
      perSecond: { value: middle(loads.ours, 'perSecond'), unit: '/s' },
      p50: { value: middle(loads.ours, 'p50'), unit: 'ms' },
      p99: { value: middle(loads.ours, 'p99'), unit: 'ms' },
      cpuPerRequest: { value: cpu, unit: 'µs' },
      beyondDatabaseAndSocket: { value: (1 - cpuOfQueries / cpu) * 100, unit: '%' },
      shareOfBareQueryRate: { value: middle(loads.ours, 'perSecond') / middle(loads.query, 'perSecond'), unit: '×' },
      bareQueryPerSecond: { value: middle(loads.query, 'perSecond'), unit: '/s' },
      bareQueryCpu: { value: cpuOfQueries, unit: 'µs' },
      bareJsonPerSecond: { value: middle(loads.json, 'perSecond'), unit: '/s' },
      bareJsonCpu: { value: middle(loads.json, 'cpuMicroseconds'), unit: 'µs' },
    },
    { statements: statements.length, answerBytes: text.length },
  )
}

async function makeProject(client: Client<typeof contract>, index: number): Promise<Made> {
  const { id } = await client.createProject({ body: { name: `Project ${index}` } })
  const chapter = await client.createChapter({ params: { id }, body: { title: 'One' } })
  const scene = await client.createScene({ body: { chapterId: chapter.id, heading: 'INT. HARBOUR OFFICE - NIGHT' } })
  const panel = await client.createPanel({
    params: { id: scene.id },
    body: { description: 'Mara counts the lamps on the water.' },
  })
  return { id, panelId: panel.id }
}

/** One call of the route: its answer, and its statements with what belongs to one project or one call left open. */
async function sample(
  ours: Ours,
  project: Made,
  { method, pathOf }: Route,
  init: { headers: Record<string, string>; body?: string },
) {
  const call = async () => (await fetch(ours.address + pathOf(project), { method, ...init })).text()
  await call()
  let text = ''
  const statements = await ours.statementsOf(async () => {
    text = await call()
  })
  const { id } = JSON.parse(text) as { id?: string }
  const open = (value: unknown) =>
    typeof value === 'string' && method === 'POST'
      ? value.replaceAll(project.id, '{project}').replaceAll(id ?? project.id, '{new}')
      : value
  return { text, statements: statements.map(({ text, values }): Statement => ({ text, values: values.map(open) })) }
}

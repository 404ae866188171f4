import { sql } from 'kysely'
import type { Context } from '../context.ts'

export type Check = { name: string; state: 'ok' | 'failing' | 'off'; detail: string }

const patienceMs = 2000
/** Enough for a film and its stream. */
const comfortableBytes = 2 * 1024 ** 3
const freshMs = 1000

type Parts = Pick<Context, 'database' | 'media' | 'tools'>

/** Looks at every dependency, at most once a second however often it is asked. */
export function createChecks({ database, media, tools }: Parts) {
  let last: { at: number; checks: Promise<Check[]> } | null = null
  return (): Promise<Check[]> => {
    if (last && performance.now() - last.at < freshMs) return last.checks
    last = {
      at: performance.now(),
      checks: Promise.all([
        checkDatabase(database),
        checkStorage(media),
        ...(media.isCluster ? [checkNodes(media)] : []),
        checkTools(tools),
        checkSandbox(tools),
      ]),
    }
    return last.checks
  }
}

async function checkDatabase(database: Parts['database']): Promise<Check> {
  return within('database', async () => {
    const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(database)
    return `PostgreSQL ${rows[0]?.version}`
  })
}

async function checkStorage(media: Parts['media']): Promise<Check> {
  return within('storage', async () => {
    const free = await media.freeBytes()
    if (free < comfortableBytes) throw new Error(`only ${Math.round(free / 1024 ** 2)} MB are free; free some space`)
    return `${Math.round(free / 1024 ** 3)} GB free`
  })
}

/** A missing node makes nobody wait, so the server stays ready; somebody has to look after it all the same. */
async function checkNodes(media: Parts['media']): Promise<Check> {
  return within('storage nodes', async () => {
    const faults = await media.nodeFaults()
    if (faults.length > 0) throw new Error(`${faults.join('; ')}; media are served from the other copies`)
    return 'all nodes answer and hold what they should'
  })
}

async function checkTools(tools: Parts['tools']): Promise<Check> {
  return tools
    ? { name: 'ffmpeg', state: 'ok', detail: `version ${tools.version}` }
    : { name: 'ffmpeg', state: 'failing', detail: 'not usable: films cannot be rendered; install ffmpeg and start again' }
}

async function checkSandbox(tools: Parts['tools']): Promise<Check> {
  if (!tools) return { name: 'sandbox', state: 'off', detail: 'there is no ffmpeg to confine' }
  if (tools.sandbox.kind === 'bwrap') return { name: 'sandbox', state: 'ok', detail: 'bubblewrap confines every ffmpeg' }
  const consequence = tools.allowUnsandboxed
    ? 'uploads are processed all the same (UNSAFE_NO_SANDBOX)'
    : 'uploads of media are refused'
  return { name: 'sandbox', state: 'off', detail: `${tools.sandbox.why}: ${consequence}` }
}

async function within(name: string, look: () => Promise<string>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs)
  })
  try {
    return { name, state: 'ok', detail: await Promise.race([look(), late]) }
  } catch (error) {
    return { name, state: 'failing', detail: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

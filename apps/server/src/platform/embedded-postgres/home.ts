import { randomUUID } from 'node:crypto'
import { chmod, chown, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { chooseAccount, type Account } from './account.ts'
import { EmbeddedPostgresError } from './error.ts'
import type { Log } from './log.ts'
import { canReach } from './reach.ts'

/** Where one embedded database keeps its things. */
export type Home = {
  readonly dir: string
  /** PGDATA. */
  readonly cluster: string
  readonly account: Account
}

const elsewhere = '/var/lib/storycanvas'

/**
 * Makes the data directory. When we are root and the unprivileged account cannot reach it (below /root, say), the
 * database lives under /var/lib/storycanvas instead and the file `location` in the data directory remembers where.
 * A parent directory of mode 0711 lets the account through and shows it nothing.
 */
export async function settleHome(dataDir: string, log: Log): Promise<Home> {
  await mkdir(dataDir, { recursive: true })
  const wanted = await realpath(dataDir)
  const moved = await readLocation(wanted)
  const dir = moved ?? wanted
  const account = await chooseAccount(join(dir, 'cluster'))
  if (!account.switch) return { dir, cluster: join(dir, 'cluster'), account }
  if (moved !== undefined || (await canReach(account, dirname(wanted)))) return own(dir, account)
  const outside = join(elsewhere, `postgres-${randomUUID()}`)
  await mkdir(elsewhere, { recursive: true })
  await chmod(elsewhere, 0o711)
  await own(outside, account)
  await writeFile(join(wanted, 'location'), `${outside}\n`, { mode: 0o600 })
  log.warn(
    { wanted, outside },
    'the account of the embedded PostgreSQL cannot reach the data directory, so the database is kept elsewhere',
  )
  return own(outside, account)
}

/** Starting afresh where a database was would look like the loss of everything. */
async function readLocation(wanted: string): Promise<string | undefined> {
  const text = await readFile(join(wanted, 'location'), 'utf8').catch(() => undefined)
  const location = text?.trim()
  if (location === undefined || location === '') return undefined
  await stat(location).catch((cause: unknown) => {
    const message = `The database of ${wanted} was kept in ${location}, which is gone. Bring it back, or remove ${wanted} to begin anew.`
    throw new EmbeddedPostgresError('unusable-data', message, { cause })
  })
  return location
}

/** The account owns the home alone; root passes anyway. */
async function own(dir: string, account: Account): Promise<Home> {
  await mkdir(dir, { recursive: true })
  await chown(dir, account.uid, account.gid)
  await chmod(dir, 0o700)
  return { dir, cluster: join(dir, 'cluster'), account }
}

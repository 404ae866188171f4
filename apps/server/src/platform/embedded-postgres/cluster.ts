import { randomBytes, randomUUID } from 'node:crypto'
import { chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './error.ts'
import type { Home } from './home.ts'
import { runProgram } from './program.ts'
import type { Programs } from './programs.ts'

export const superuser = 'postgres'
const majorVersion = '18'

/**
 * Makes the database cluster unless it is there. It is made under another name and renamed when complete, so that
 * neither a crash nor a second server starting at the same moment leaves half a cluster.
 */
export async function createCluster(home: Home, programs: Programs): Promise<'created' | 'existing'> {
  const version = await readFile(join(home.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version !== undefined) {
    requireMajorVersion(version.trim(), home)
    return 'existing'
  }
  const unfinished = join(home.dir, `cluster.${randomUUID()}`)
  const output = await initialise(home, programs, unfinished)
  try {
    if (output.code !== 0) throw new EmbeddedPostgresError('not-started', `initdb failed: ${output.text.trim()}`)
    await rename(unfinished, home.cluster)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true, maxRetries: 5 })
    // Another server may have been first; it also swept what we were making.
    if (await readFile(join(home.cluster, 'PG_VERSION')).catch(() => undefined)) return 'existing'
    throw error
  }
  await sweepUnfinished(home)
  return 'created'
}

/**
 * Sorting and case come from the built-in provider, which knows Unicode without any library (the packaged ICU is of
 * 2017); pg_trgm still asks the C library what a letter is, and names of its UTF-8 locale differ between systems.
 */
const characterTypes = process.platform === 'win32' ? ['C'] : ['C.UTF-8', 'en_US.UTF-8', 'C']

async function initialise(home: Home, programs: Programs, directory: string) {
  const passwords = await authentication(home)
  const run = (characterType: string) =>
    runProgram(programs, home.account, 'initdb', [
      `--pgdata=${directory}`,
      `--username=${superuser}`,
      '--encoding=UTF8',
      '--locale=C',
      `--lc-ctype=${characterType}`,
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--no-instructions',
      ...passwords,
    ])
  let output = { code: 1 as number | null, text: '' }
  for (const characterType of characterTypes) {
    output = await run(characterType)
    if (!output.text.includes('invalid locale')) return output
  }
  return output
}

function requireMajorVersion(version: string, home: Home) {
  if (version === majorVersion) return
  throw new EmbeddedPostgresError(
    'unusable-data',
    `${home.cluster} was made by PostgreSQL ${version}, this is ${majorVersion}. Restore a backup into a fresh data directory.`,
  )
}

/** A Unix socket is guarded by its directory; a TCP port on loopback is open to every local user and gets a password. */
async function authentication(home: Home): Promise<readonly string[]> {
  if (process.platform !== 'win32') return ['--auth=trust']
  await writeFile(passwordFile(home), randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  if (home.account.switch) await chown(passwordFile(home), home.account.uid, home.account.gid)
  return ['--auth=scram-sha-256', `--pwfile=${passwordFile(home)}`]
}

export async function readPassword(home: Home): Promise<string | undefined> {
  return readFile(passwordFile(home), 'utf8').catch(() => undefined)
}

function passwordFile(home: Home) {
  return join(home.dir, 'password')
}

/** A second server may still be writing into its own: what cannot be removed now is removed by the next one that makes a cluster. */
async function sweepUnfinished(home: Home) {
  const unfinished = (await readdir(home.dir)).filter(name => name.startsWith('cluster.'))
  const removed = unfinished.map(name => rm(join(home.dir, name), { recursive: true, force: true, maxRetries: 5 }))
  await Promise.allSettled(removed)
}

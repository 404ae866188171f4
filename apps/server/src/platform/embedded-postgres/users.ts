import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Home } from './home.ts'
import { birthOf } from './process.ts'

/** Our entry in the list of servers that use one database. */
export type Use = { readonly file: string }

/** Two servers may share a database; each signs in, and the last one out stops it. */
export async function signIn(home: Home): Promise<Use> {
  const directory = join(home.dir, 'users')
  await mkdir(directory, { recursive: true })
  const file = join(directory, `${process.pid}.${randomUUID()}`)
  await writeFile(file, (await birthOf(process.pid)) ?? '')
  return { file }
}

/** Takes our entry away and says whether anybody else still uses the database. Entries of dead processes do not count. */
export async function signOut(home: Home, use: Use): Promise<'last' | 'others'> {
  await rm(use.file, { force: true })
  const directory = join(home.dir, 'users')
  for (const name of await readdir(directory)) {
    const file = join(directory, name)
    const birth = await readFile(file, 'utf8').catch(() => undefined)
    if (birth === undefined) continue
    if (birth === '' || birth === (await birthOf(Number.parseInt(name)))) return 'others'
    await rm(file, { force: true })
  }
  return 'last'
}

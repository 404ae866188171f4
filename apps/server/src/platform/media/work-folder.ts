import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Database } from '../database/database.ts'

/** Where jobs of one kind keep what is not finished: a folder for each attempt. */
export const attemptsFolder = ({ dataDir }: Pick<Config, 'dataDir'>, kind: string) => join(dataDir, 'work', kind)

const attemptName = /^([0-9a-f-]{36})\.(\d+)$/

export const attemptFolder = (attempts: string, jobId: string, attempt: number) => join(attempts, `${jobId}.${attempt}`)

/** A folder of its own for one attempt of a job. */
export async function openAttempt(attempts: string, jobId: string, attempt: number): Promise<string> {
  const folder = attemptFolder(attempts, jobId, attempt)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

/**
 * Removes what attempts left behind that were killed: every folder whose attempt does not run any more, on this server or
 * another one with the same data. The names are read first: an attempt runs before its folder is made.
 */
export async function sweepAttempts(database: Database, attempts: string): Promise<void> {
  const names = (await readdir(attempts).catch(() => [])).filter(name => attemptName.test(name))
  if (names.length === 0) return
  const running = await database.selectFrom('job').select(['id', 'attempt']).where('state', '=', 'running').execute()
  const alive = new Set(running.map(({ id, attempt }) => `${id}.${attempt}`))
  const dead = names.filter(name => !alive.has(name))
  await Promise.all(dead.map(name => rm(join(attempts, name), { recursive: true, force: true })))
}

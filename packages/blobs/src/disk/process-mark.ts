import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** A file name that says which process made the file. */
export function markedName(): string {
  return `${ownMark}.${randomUUID()}`
}

/**
 * Whether the process that a file name tells of can still be at work. Of another machine (or container) on the same
 * volume we only know how old the file is.
 *
 * @param age milliseconds since the file was written to
 * @param foreignLifetime how old a file of another machine may be
 */
export function isMakerAlive(name: string, age: number, foreignLifetime = 24 * 3600_000): boolean {
  const [host, pid, birth] = name.split('.')
  if (host !== ownHost) return age < foreignLifetime
  return birthOf(Number(pid)) === birth
}

const ownHost = Buffer.from(hostname()).toString('hex')
const ownMark = `${ownHost}.${process.pid}.${birthOf(process.pid)}`

/** Start time of a process, since its number will be given to another one; Linux only, elsewhere being alive is all we see. */
function birthOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined
  }
  if (process.platform !== 'linux') return 'alive'
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // proc(5): field 22, counted behind the name, which may hold spaces and brackets.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

import { readFile } from 'node:fs/promises'

/** Whether a process with this id lives (a zombie counts as living). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Command line of a living process, undefined when there is none (a zombie has none either). Only Linux tells without
 * starting a program; elsewhere the answer is `unknown`.
 */
export async function commandLine(pid: number): Promise<string | undefined> {
  if (!isAlive(pid)) return undefined
  if (process.platform !== 'linux') return 'unknown'
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) || undefined
}

/** Something that no two processes with the same id share: the start time in clock ticks since boot, on Linux. */
export async function birthOf(pid: number): Promise<string | undefined> {
  if (!isAlive(pid)) return undefined
  if (process.platform !== 'linux') return 'alive'
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // proc(5): `pid (name) state ppid …`, the start time is field 22. The name may hold spaces and brackets.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19]
}

import { readFileSync } from 'node:fs'

/** Linux counts in ticks of a hundredth of a second wherever Node runs. */
const ticksPerSecond = 100

/** CPU seconds that a process has used in all its threads, its ended children left out. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** CPU seconds of this process and of all its ended descendants together. */
export function cpuSecondsOfAll(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0) / ticksPerSecond
}

/** Most memory that a process has had at once, in MB; what it had when last seen is given by `last` once it is gone. */
export function peakMegabytes(pid: number, last: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return last
  }
}

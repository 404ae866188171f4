/** What one run may use. The wall limit is ours to keep; the others are the kernel's. */
export type Limits = {
  readonly wallSeconds: number
  readonly cpuSeconds: number
  /** Address space, in bytes. */
  readonly memory: number
  /** Largest file that may be written, in bytes. */
  readonly fileSize: number
}

/** For reading facts and single pictures out of a file. */
export const inspectionLimits: Limits = { wallSeconds: 30, cpuSeconds: 30, memory: 2 ** 31, fileSize: 2 ** 28 }

/** For decoding and encoding whole films. */
export const encodingLimits: Limits = { wallSeconds: 12 * 3600, cpuSeconds: 48 * 3600, memory: 2 ** 32, fileSize: 2 ** 37 }

/** The `prlimit` prefix that holds a program and its children to `limits`. */
export function limitArguments(prlimit: string, limits: Limits): readonly string[] {
  return [
    prlimit,
    `--as=${limits.memory}`,
    `--cpu=${Math.ceil(limits.cpuSeconds)}`,
    `--fsize=${limits.fileSize}`,
    '--nofile=64',
    '--core=0',
    '--',
  ]
}

import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes the names in a directory survive a power cut. Windows does not let a directory be synchronised, NTFS journals names. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Makes directories whose names are durable. A directory that is already there may have been made a moment ago by a
 * process that has not synchronised it yet, so each is synchronised once by every process.
 */
export class DurableDirectories {
  readonly #known = new Set<string>()
  readonly #top: string
  constructor(top: string) {
    this.#top = top
  }

  async make(directory: string): Promise<void> {
    if (this.#known.has(directory)) return
    await mkdir(directory, { recursive: true })
    for (let step = directory; step !== this.#top && !this.#known.has(step); step = dirname(step))
      await syncDirectory(dirname(step))
    this.#known.add(directory)
  }
}

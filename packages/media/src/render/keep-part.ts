import { open, rename } from 'node:fs/promises'

/** Moves a finished file into the cache. Later renders trust it by its name: its bytes are on the disk before it gets one. */
export async function keepPart(made: string, kept: string): Promise<void> {
  const file = await open(made, 'r')
  try {
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(made, kept)
}

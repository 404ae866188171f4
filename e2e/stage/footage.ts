import { execFile } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Lends a file of moving picture with sound, a few seconds long, made on the spot. */
export async function withFootage<T>(use: (footage: Blob) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'storycanvas-e2e-'))
  const path = join(folder, 'footage.mp4')
  const source = (filter: string) => ['-f', 'lavfi', '-i', filter]
  try {
    const inputs = [...source('testsrc2=size=640x360:rate=25:duration=4'), ...source('sine=frequency=440:duration=4')]
    await run('ffmpeg', ['-v', 'error', ...inputs, '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', path])
    return await use(await openAsBlob(path, { type: 'video/mp4' }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

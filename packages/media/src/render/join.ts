import { constants } from 'node:fs'
import { copyFile, link, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Rate } from '@storycanvas/timeline'
import { encodingLimits } from '../sandbox/limits.ts'
import { runFfmpeg } from '../sandbox/run.ts'
import type { MediaTools } from '../sandbox/tools.ts'

export type Joining = {
  /** Finished parts in order, with their lengths in frames. */
  readonly parts: readonly { readonly path: string; readonly frames: number }[]
  readonly rate: Rate
  /** The film's encoded sound. */
  readonly sound: string
  readonly workDir: string
  readonly output: string
}

/** Joins the parts and lays the sound under them, encoding neither again, and puts the film at `output` in one step. */
export async function joinParts(tools: MediaTools, joining: Joining, signal: AbortSignal): Promise<void> {
  const { workDir, rate, sound } = joining
  const lines = ['ffconcat version 1.0']
  for (const [i, part] of joining.parts.entries()) {
    const name = `part-${i}.mp4`
    await link(part.path, join(workDir, name)).catch(() => copyFile(part.path, join(workDir, name), constants.COPYFILE_FICLONE))
    lines.push(`file ${name}`, `duration ${((part.frames * rate.den) / rate.num).toFixed(9)}`)
  }
  await writeFile(join(workDir, 'parts.txt'), `${lines.join('\n')}\n`)
  await runFfmpeg(
    tools,
    {
      inputs: [
        { kind: 'joined', list: 'parts.txt' },
        { kind: 'media', file: { path: sound, origin: 'own' } },
      ],
      graph: [],
      outputs: [
        {
          maps: ['0:v:0', '1:a:0'],
          video: { kind: 'copy' },
          audio: { kind: 'copy' },
          container: { kind: 'mp4', rate, indexRoom: indexRoom(joining) },
          to: { kind: 'file', name: 'film.mp4' },
        },
      ],
      log: 'error',
    },
    { limits: encodingLimits, signal, writable: workDir, stdin: 'none', pipes: 0, progress: null },
  )
  await place(join(workDir, 'film.mp4'), joining.output)
}

/**
 * More than the index can need: 48 bytes a picture and 28 a frame of sound at the most. With `faststart` ffmpeg would not have to be
 * told, and write the whole film twice.
 */
function indexRoom({ parts, rate }: Joining): number {
  const frames = parts.reduce((sum, part) => sum + part.frames, 0)
  const soundFrames = (frames * rate.den * mostSoundFrames) / rate.num
  return Math.ceil(65_536 + 48 * frames + 28 * soundFrames)
}

/** AAC frames of a second, at 96 kHz. */
const mostSoundFrames = 94

/** A rename where both are on one file system; else a copy beside the target, then a rename. */
async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await copyFile(from, `${to}.partial`)
    await rename(`${to}.partial`, to)
    await rm(from)
  }
}

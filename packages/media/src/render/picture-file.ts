import { assumedMatrix, type Matrix } from '../probe/matrix.ts'
import { readReport, reportArguments } from '../probe/report.ts'
import { guardArguments } from '../sandbox/command.ts'
import { MediaRunError } from '../sandbox/failure.ts'
import { inspectionLimits } from '../sandbox/limits.ts'
import type { InputFile } from '../sandbox/placement.ts'
import { collectOutput } from '../sandbox/run.ts'
import { startProgram } from '../sandbox/start.ts'
import type { MediaTools } from '../sandbox/tools.ts'

/** Footage and how its colours are to be read. */
export type PictureFile = {
  readonly file: InputFile
  /** What its pictures are taken for; null where they say it themselves. */
  readonly matrix: Matrix | null
}

/** Looks into a file of footage. What cannot be read here is left to the decoder, which names the clip. */
export async function pictureFile(tools: MediaTools, file: InputFile, signal: AbortSignal): Promise<PictureFile> {
  const running = startProgram(tools, {
    program: 'ffprobe',
    argv: placement => [...guardArguments(), ...reportArguments('none'), `file:${placement.input(file)}`],
    writable: null,
    stdin: 'none',
    pipes: 0,
    limits: inspectionLimits,
    signal,
  })
  try {
    const { streams } = readReport((await collectOutput(running, 2 ** 22)).toString('utf8'))
    const first = streams.find(one => one.codec_type === 'video')
    return { file, matrix: first === undefined ? null : assumedMatrix(first) }
  } catch (error) {
    if (error instanceof MediaRunError && error.reason.kind === 'exited') return { file, matrix: null }
    throw error
  }
}

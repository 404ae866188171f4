import { open } from 'node:fs/promises'
import { type CommandOutput, guardArguments } from '../sandbox/command.ts'
import { MediaRunError } from '../sandbox/failure.ts'
import { inspectionLimits } from '../sandbox/limits.ts'
import type { InputFile } from '../sandbox/placement.ts'
import type { RunProgress } from '../sandbox/progress.ts'
import { collectOutput, runFfmpeg } from '../sandbox/run.ts'
import { type Running, startProgram } from '../sandbox/start.ts'
import type { MediaTools } from '../sandbox/tools.ts'
import { nameOfOther, sniffContainer, sniffedBytes } from './container.ts'
import { defaultProbeLimits, type MediaFacts, type ProbeLimits, type Refusal } from './facts.ts'
import { judge, refuse, unprovenStream } from './judge.ts'
import { packetTimeArguments, type ProbeReport, readPacketTime, readReport, reportArguments } from './report.ts'

export type Probe =
  | { readonly kind: 'accepted'; readonly facts: MediaFacts }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/**
 * Facts of a media file, or why it is refused. A bad file is an answer, not an error; {@link MediaRunError} is thrown
 * only where the run was cancelled or may not be started at all.
 */
export async function probeMedia(
  tools: MediaTools,
  file: InputFile,
  options: { readonly limits?: ProbeLimits; readonly signal?: AbortSignal } = {},
): Promise<Probe> {
  const limits = options.limits ?? defaultProbeLimits
  const signal = options.signal ?? new AbortController().signal
  const { head, bytes } = await readHead(file.path)
  if (bytes === 0) return refuse('empty-file', 'the file is empty')
  const container = sniffContainer(head)
  if (container === null) {
    const name = nameOfOther(head)
    return refuse(
      'container-unsupported',
      `this is ${name ?? 'no video or sound file of a kind that is accepted'}${name ? remedy : ''}`,
    )
  }
  try {
    const report = await proven(tools, file, await reportOf(tools, file, signal), signal)
    const judgement = judge(report, container, bytes, limits)
    if (judgement.kind === 'refused') return judgement
    const { facts } = judgement
    const seconds = facts.seconds ?? (await measuredSeconds(tools, file, signal))
    if (seconds === null) return refuse('duration-unknown', 'the length of the file cannot be told')
    if (seconds > limits.seconds)
      return refuse('too-long', `${Math.round(seconds)} s are longer than the ${limits.seconds} s allowed`)
    return { kind: 'accepted', facts: { ...facts, seconds } }
  } catch (error) {
    if (!(error instanceof MediaRunError)) throw error
    return refusalOf(error)
  }
}

async function reportOf(tools: MediaTools, file: InputFile, signal: AbortSignal): Promise<ProbeReport> {
  const ask = async (packets: 'decoded' | 'counted'): Promise<ProbeReport> => {
    const running = startInspection(tools, file, reportArguments(packets), signal)
    return readReport((await collectOutput(running, 2 ** 22)).toString('utf8'))
  }
  try {
    return await ask('decoded')
  } catch (error) {
    // A stream that is not played ends a run that decodes; the others may still be good.
    if (!(error instanceof MediaRunError) || !error.stderr.includes('not on whitelist')) throw error
    const report = await ask('counted')
    return {
      ...report,
      frames: report.streams.filter(one => one.codec_type === 'audio').map(one => ({ stream_index: one.index ?? -1 })),
    }
  }
}

function startInspection(tools: MediaTools, file: InputFile, asked: readonly string[], signal: AbortSignal): Running {
  return startProgram(tools, {
    program: 'ffprobe',
    argv: placement => [...guardArguments(), ...asked, `file:${placement.input(file)}`],
    writable: null,
    stdin: 'none',
    pipes: 0,
    limits: inspectionLimits,
    signal,
  })
}

const remedy = ', which is not accepted; convert it to MP4 with H.264 and AAC'

/** `Codec (wmv3) not on whitelist`: a name from ffmpeg's own list. */
function refusedCodec(stderr: string): string {
  return /Codec \((\w{1,30})\) not on whitelist/.exec(stderr)?.[1] ?? 'an unknown format'
}

function refusalOf(error: MediaRunError): Probe {
  switch (error.reason.kind) {
    case 'timed-out':
      return refuse('took-too-long', 'the file could not be read in reasonable time')
    case 'exited':
    case 'out-of-memory':
      // ffmpeg calls it a lack of memory where there are more than it may open.
      if (error.stderr.includes('exceeds max_streams'))
        return refuse('too-many-streams', 'the file has more streams than allowed')
      if (error.stderr.includes('not on whitelist'))
        return refuse(
          'codec-unsupported',
          `a stream in ${refusedCodec(error.stderr)} is not played here; convert the file to MP4 with H.264 and AAC`,
        )
      if (error.stderr.includes('max pixel count')) return refuse('too-many-pixels', 'the pictures are larger than allowed')
      return refuse('unreadable', 'the file is damaged or incomplete')
    case 'output-too-large':
      return refuse('unreadable', 'the file is damaged or incomplete')
    case 'cancelled':
    case 'refused':
    case 'not-started':
      throw error
  }
}

/** Decodes up to the first picture where the first packets gave none, as in recordings that begin between keyframes. */
async function proven(tools: MediaTools, file: InputFile, report: ProbeReport, signal: AbortSignal): Promise<ProbeReport> {
  const stream = unprovenStream(report)
  if (stream === null) return report
  const output = { maps: [`0:v:${stream.position}`], video: { kind: 'raw' }, audio: null, frames: 1, ...nowhere } as const
  const frames = await trial(tools, file, output, signal).then(
    progress => progress.frames,
    (error: unknown) => {
      // Not one picture comes out: the judgement then says so.
      if (error instanceof MediaRunError && error.reason.kind === 'exited') return 0
      throw error
    },
  )
  return frames === 0 ? report : { ...report, frames: [...report.frames, { stream_index: stream.index }] }
}

/** Reads the times of every packet without decoding: streams that were recorded live state no length. */
async function measuredSeconds(tools: MediaTools, file: InputFile, signal: AbortSignal): Promise<number | null> {
  const running = startInspection(tools, file, packetTimeArguments(), signal)
  let [rest, first, last] = ['', Number.POSITIVE_INFINITY, 0]
  running.stdout.setEncoding('latin1').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const { start, end } of lines.flatMap(readPacketTime)) [first, last] = [Math.min(first, start), Math.max(last, end)]
  })
  await running.finished
  return last > first ? Math.round((last - first) * 1000) / 1000 : null
}

const nowhere = { container: { kind: 'none' }, to: { kind: 'pipe', number: 1 } } as const

async function trial(tools: MediaTools, file: InputFile, output: CommandOutput, signal: AbortSignal): Promise<RunProgress> {
  let last: RunProgress = { seconds: 0, frames: 0, speed: null, secondsLeft: null }
  const command = { inputs: [{ kind: 'media', file }], graph: [], outputs: [output], log: 'error' } as const
  const progress = { length: null, on: (progress: RunProgress) => (last = progress) }
  await runFfmpeg(tools, command, { limits: inspectionLimits, signal, writable: null, stdin: 'none', pipes: 0, progress })
  return last
}

async function readHead(path: string): Promise<{ readonly head: Uint8Array; readonly bytes: number }> {
  const file = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(sniffedBytes), 0, sniffedBytes, 0)
    return { head: buffer.subarray(0, bytesRead), bytes: (await file.stat()).size }
  } finally {
    await file.close()
  }
}

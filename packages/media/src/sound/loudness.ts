import type { CommandInput } from '../sandbox/command.ts'
import { filter, type Filter } from '../sandbox/graph.ts'
import { encodingLimits } from '../sandbox/limits.ts'
import { runFfmpeg } from '../sandbox/run.ts'
import type { MediaTools } from '../sandbox/tools.ts'

/** Loudness after EBU R 128. */
export type Loudness = {
  /** LUFS over the whole programme; null for silence and for less than 400 ms of sound. */
  readonly integrated: number | null
  /** Loudness range in LU. */
  readonly range: number
  /** Highest true peak in dBTP; null for silence. */
  readonly truePeak: number | null
}

/** Measures what runs through it and logs a summary at the end. With framelog=quiet ffmpeg 5.1 reports 0 LUFS for everything. */
export const loudnessFilter = filter('ebur128', { peak: 'true', framelog: 'verbose' })

/** The same without the true peak, at half the cost. */
const integratedFilter = filter('ebur128', { framelog: 'verbose' })

/** Measures the first audio stream of an input. */
export function measureLoudness(tools: MediaTools, input: CommandInput, signal: AbortSignal): Promise<Loudness> {
  return measured(tools, input, loudnessFilter, signal)
}

/** LUFS of the first audio stream of an input; null for silence and for less than 400 ms of sound. */
export async function integratedLoudness(tools: MediaTools, input: CommandInput, signal: AbortSignal): Promise<number | null> {
  return (await measured(tools, input, integratedFilter, signal)).integrated
}

async function measured(tools: MediaTools, input: CommandInput, meter: Filter, signal: AbortSignal): Promise<Loudness> {
  const said = await runFfmpeg(
    tools,
    {
      inputs: [input],
      graph: [{ from: ['0:a:0'], filters: [meter], to: ['measured'] }],
      outputs: [{ maps: ['measured'], video: null, audio: null, container: { kind: 'none' }, to: { kind: 'pipe', number: 1 } }],
      log: 'info',
    },
    { limits: encodingLimits, signal, writable: null, stdin: 'none', pipes: 0, progress: null },
  )
  return readSummary(said)
}

/** Reads the summary that the ebur128 filter logs at its end. */
export function readSummary(log: string): Loudness {
  const summary = log.slice(log.lastIndexOf('Summary:'))
  const value = (name: string, unit: string): number =>
    Number(new RegExp(`${name}:\\s+(-?[0-9.]+|-inf) ${unit}`).exec(summary)?.[1] ?? Number.NaN)
  const integrated = value('I', 'LUFS')
  const peak = value('Peak', 'dBFS')
  return {
    // −70 is the absolute gate: nothing was louder.
    integrated: Number.isFinite(integrated) && integrated > -70 ? integrated : null,
    range: Number.isFinite(value('LRA', 'LU')) ? value('LRA', 'LU') : 0,
    truePeak: Number.isFinite(peak) ? peak : null,
  }
}

import type { AudioFacts, MediaFacts } from '../probe/facts.ts'
import type { Command, CommandOutput } from '../sandbox/command.ts'
import type { InputFile } from '../sandbox/placement.ts'

/**
 * True where sound may go from one layout to another midway, as recordings of television do between a film and its advertisements.
 * ffmpeg then makes the whole graph anew, and what counts in it from the beginning of the film begins once more.
 */
export function mayChangeLayout({ container, audio: [sound] }: MediaFacts): boolean {
  if (sound === undefined) return false
  return container === 'mpeg-ts' || container === 'mpeg-ps' || sound.codec === 'ac3' || sound.codec === 'eac3'
}

/**
 * A stream that a run reads and makes nothing of. From MPEG-TS and -PS ffmpeg counts the time from the first of the streams that
 * a run uses, and mends jumps of time by them: two runs over one film agree where both use both.
 */
export function readAlong(stream: string): CommandOutput {
  const copy = { kind: 'copy' } as const
  const isVideo = stream.startsWith('0:v')
  const kinds = { video: isVideo ? copy : null, audio: isVideo ? null : copy }
  // Written nowhere.
  return { maps: [stream], ...kinds, container: { kind: 'none' }, to: { kind: 'pipe', number: 1 } }
}

/** Decodes the first sound to samples of one layout, each at its own time, for an input of the kind `settled-sound`. */
export function settleCommand(
  file: InputFile,
  { video }: MediaFacts,
  sound: AudioFacts,
  sampleRate: number,
): Omit<Command, 'progressPipe'> {
  return {
    inputs: [{ kind: 'media', file }],
    graph: [],
    outputs: [
      {
        maps: [`0:a:${sound.position}`],
        video: null,
        audio: { kind: 'float', sampleRate, channels: Math.min(2, sound.channels) },
        container: { kind: 'matroska' },
        to: { kind: 'pipe', number: 1 },
      },
      ...(video === null ? [] : [readAlong(`0:v:${video.position}`)]),
    ],
    log: 'error',
  }
}

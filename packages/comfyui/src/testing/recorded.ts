import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a real ComfyUI 0.3.64 answered; lies beside the samples and is not part of this repository. */
const folder = join(process.env.SAMPLES_DIR ?? '', '../reference/comfyui')

const has = (name: string) => process.env.SAMPLES_DIR !== undefined && existsSync(join(folder, name))

/** Undefined when it is there; else why a test is skipped. */
export const withoutRecording =
  has('object_info-0.3.64.json') && has('transcript.txt') ? undefined : 'needs the recording of a real server; set SAMPLES_DIR'

export function recordedObjectInfo(): { readonly [nodeClass: string]: unknown } {
  return JSON.parse(readFileSync(join(folder, 'object_info-0.3.64.json'), 'utf8')) as { [nodeClass: string]: unknown }
}

export function recordedTranscript(): string {
  return readFileSync(join(folder, 'transcript.txt'), 'utf8')
}

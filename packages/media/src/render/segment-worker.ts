import { parentPort, workerData } from 'node:worker_threads'
import sharp from 'sharp'
import { MediaRunError } from '../sandbox/failure.ts'
import { directPictures } from './direct.ts'
import { encodeSegment, NoPictures } from './encode-segment.ts'
import { RenderError } from './failure.ts'
import { type Segment, shotsOf } from './segment.ts'
import { type OpenShot, segmentFrames } from './segment-frames.ts'
import { footageSource, type ShotSource, stillSource } from './shot-source.ts'
import { loadStill, type Still } from './still.ts'
import type { FromWorker, ToWorker, WorkerSetting } from './worker-messages.ts'

/** Thread of a render: takes one segment at a time, draws its frames and encodes them. */
const { tools, encoding, media, names } = workerData as WorkerSetting
const cancelling = new AbortController()
const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')
const say = (message: FromWorker): void => port.postMessage(message)

// The threads of the render are its parallelism.
sharp.concurrency(1)
sharp.cache(false)

/** Stills of the last shots: the transition after a shot and the segment after that ask for the same picture. */
const stills = new Map<string, Promise<Still>>()
const stillsKept = 3

const open: OpenShot = async (range): Promise<ShotSource> => {
  const { shot } = range
  const file = media.get(shot.mediaId)
  if (file === undefined) throw new RenderError('media-missing', shot.mediaId, `there is no file for ${shot.mediaId}`)
  if (shot.mediaKind !== 'image') return footageSource(tools, file, range, encoding, cancelling.signal)
  const key = JSON.stringify([shot.mediaId, shot.motion])
  const still = stills.get(key) ?? loadStill(file.path, shot, encoding, names.get(shot.mediaId) ?? shot.mediaId)
  stills.delete(key)
  stills.set(key, still)
  for (const oldest of stills.keys()) if (stills.size > stillsKept) stills.delete(oldest)
  return stillSource(await still, shot, encoding.canvas)
}

async function encode(segment: Segment): Promise<FromWorker> {
  let unreported = 0
  const onFrames = (count: number): void => {
    unreported += count
    if (unreported < 12) return
    say({ kind: 'frames', count: unreported })
    unreported = 0
  }
  try {
    const direct = directPictures(segment.spans, { ...encoding, media })
    const pictures =
      direct === null
        ? ({ kind: 'drawn', frames: segmentFrames(segment.spans, encoding.canvas, open) } as const)
        : ({ kind: 'direct', ...direct } as const)
    await encodeSegment(tools, segment, pictures, encoding, cancelling.signal, onFrames)
    say({ kind: 'frames', count: unreported })
    return { kind: 'done' }
  } catch (caught) {
    const error = caught instanceof NoPictures || isUnreadable(caught) ? unreadable(segment, caught) : caught
    if (error instanceof MediaRunError) return { kind: 'run-failed', reason: error.reason, stderr: error.stderr, run: error.run }
    if (error instanceof RenderError) {
      return { kind: 'render-failed', code: error.code, subject: error.subject, message: error.message }
    }
    return { kind: 'crashed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** ffmpeg refused what it read: anything else, such as a limit or a missing sandbox, is not the media's fault. */
function isUnreadable(error: unknown): boolean {
  return error instanceof MediaRunError && error.reason.kind === 'exited'
}

/** Names the media of a segment that ffmpeg could not make, with the clips that show them. */
function unreadable(segment: Segment, cause: unknown): RenderError {
  const ids = [...new Set(segment.spans.flatMap(span => shotsOf(span.picture)).map(({ shot }) => shot.mediaId))]
  const said = cause instanceof MediaRunError ? cause.message : 'it holds no pictures where the clip begins'
  const media = ids.map(id => names.get(id) ?? id).join(' or ')
  return new RenderError('media-unreadable', ids[0] ?? '', `${media} cannot be decoded: ${said}`, { cause })
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'cancel') cancelling.abort()
  else void encode(message.segment).then(say)
})

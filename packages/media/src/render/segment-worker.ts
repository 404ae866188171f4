import { parentPort, workerData } from 'node:worker_threads'
import sharp from 'sharp'
import { MediaRunError } from '../sandbox/failure.ts'
import type { InputFile } from '../sandbox/placement.ts'
import { directPictures } from './direct.ts'
import { encodeDirect, encodeDrawn, NoPictures } from './encode-segment.ts'
import { RenderError } from './failure.ts'
import { pictureFile, type PictureFile } from './picture-file.ts'
import type { Run } from './runs.ts'
import { type Segment, shotsOf } from './segment.ts'
import { type OpenShot, segmentFrames } from './segment-frames.ts'
import { footageSource, type ShotSource, stillSource } from './shot-source.ts'
import { loadStill, type Still } from './still.ts'
import type { FromWorker, ToWorker, WorkerSetting } from './worker-messages.ts'

/** Thread of a render: takes one run at a time, and makes its parts. */
const { tools, encoding, media, names } = workerData as WorkerSetting
const cancelling = new AbortController()
const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')
const say = (message: FromWorker): void => port.postMessage(message)

const cancelledRun = { program: 'ffmpeg', argv: [], sandbox: tools.sandbox.kind, seconds: 0 } as const

// The threads of the render are its parallelism.
sharp.concurrency(1)
sharp.cache(false)

/** Stills of the last shots: the transition after a shot and the segment after that ask for the same picture. */
const stills = new Map<string, Promise<Still>>()
const stillsKept = 3

const open: OpenShot = async (range): Promise<ShotSource> => {
  const { shot } = range
  if (shot.mediaKind !== 'image') return footageSource(tools, await footageOf(shot.mediaId), range, encoding, cancelling.signal)
  const file = fileOf(shot.mediaId)
  const key = JSON.stringify([shot.mediaId, shot.motion])
  const still = stills.get(key) ?? loadStill(file.path, shot, encoding, names.get(shot.mediaId) ?? shot.mediaId)
  stills.delete(key)
  stills.set(key, still)
  for (const oldest of stills.keys()) if (stills.size > stillsKept) stills.delete(oldest)
  return stillSource(await still, shot, encoding.canvas)
}

function fileOf(mediaId: string): InputFile {
  const file = media.get(mediaId)
  if (file === undefined) throw new RenderError('media-missing', mediaId, `there is no file for ${mediaId}`)
  return file
}

/** Each file of footage is looked into once. */
const footage = new Map<string, Promise<PictureFile>>()

function footageOf(mediaId: string): Promise<PictureFile> {
  const found = footage.get(mediaId) ?? pictureFile(tools, fileOf(mediaId), cancelling.signal)
  footage.set(mediaId, found)
  return found
}

async function make(run: Run): Promise<FromWorker> {
  let unreported = 0
  const onFrames = (count: number): void => {
    unreported += count
    if (Math.abs(unreported) < 12) return
    say({ kind: 'frames', count: unreported })
    unreported = 0
  }
  try {
    if (run.kind === 'direct') await direct(run.segments, onFrames)
    else for (const segment of run.segments) await drawn(segment, onFrames)
    say({ kind: 'frames', count: unreported })
    return { kind: 'done' }
  } catch (error) {
    if (error instanceof MediaRunError) return { kind: 'run-failed', reason: error.reason, stderr: error.stderr, run: error.run }
    if (error instanceof RenderError) {
      return { kind: 'render-failed', code: error.code, subject: error.subject, message: error.message }
    }
    // The pipes of a run that is cancelled break before it says so.
    if (cancelling.signal.aborted) return { kind: 'run-failed', reason: { kind: 'cancelled' }, stderr: '', run: cancelledRun }
    return { kind: 'crashed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

async function drawn(segment: Segment, onFrames: (count: number) => void): Promise<void> {
  try {
    await encodeDrawn(tools, segment, segmentFrames(segment.spans, encoding.canvas, open), encoding, cancelling.signal, onFrames)
    say({ kind: 'part', segment })
  } catch (error) {
    throw isUnreadable(error) ? unreadable(segment, error) : error
  }
}

/** Where a run fails on what it reads, its segments are made one by one, so that the error names the media. */
async function direct(segments: Run['segments'], onFrames: (count: number) => void): Promise<void> {
  let reported = 0
  const count = (frames: number): void => {
    reported += frames
    onFrames(frames)
  }
  const spans = segments.flatMap(segment => segment.spans)
  try {
    const ids = [...new Set(spans.flatMap(span => shotsOf(span.picture)).map(({ shot }) => shot.mediaId))]
    const files = new Map(await Promise.all(ids.map(async id => [id, await footageOf(id)] as const)))
    await encodeDirect(tools, segments, directPictures(spans, { ...encoding, media: files }), encoding, cancelling.signal, count)
    for (const segment of segments) say({ kind: 'part', segment })
  } catch (error) {
    if (!isUnreadable(error)) throw error
    if (segments.length === 1) throw unreadable(segments[0], error)
    onFrames(-reported)
    for (const segment of segments) await direct([segment], onFrames)
  }
}

/** ffmpeg refused what it read, or read nothing: anything else, such as a limit or a missing sandbox, is not the media's fault. */
function isUnreadable(error: unknown): boolean {
  return error instanceof NoPictures || (error instanceof MediaRunError && error.reason.kind === 'exited')
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
  else void make(message.run).then(say)
})

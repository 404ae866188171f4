import { deepEqual, equal, ok } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import type { TimelineEdit } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import { addMember, refusedWith, type TestAccount } from '../../testing.ts'
import { boarded, type CutBench, openCut } from '../testing.ts'

const run = promisify(execFile)
const sampleRate = 8000

/** A second of silence, then a second of a full-scale 100 Hz tone, as WAV of one channel. */
function silenceThenTone(): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(44 + 4 * sampleRate)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(sampleRate, 24)
  bytes.writeUInt32LE(2 * sampleRate, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(bytes.length - 44, 40)
  for (let at = sampleRate; at < 2 * sampleRate; at += 1)
    bytes.writeInt16LE(Math.round(32_767 * Math.sin((2 * Math.PI * 100 * at) / sampleRate)), 44 + 2 * at)
  return bytes
}

describe('music in the cut', () => {
  let bench: CutBench
  let songId: string
  let guest: TestAccount
  before(async () => {
    bench = await openCut()
    const file = new Blob([silenceThenTone()])
    songId = (await bench.client.uploadMusic({ body: {}, file, fileName: 'song.wav' })).id
    guest = await bench.server.account('guest')
  })
  after(() => bench.close())

  type Placing = Extract<TimelineEdit, { kind: 'insert' }>
  const place = (id: string, change: Partial<Placing> = {}, { client }: Pick<TestAccount, 'client'> = bench) => {
    const plain = { kind: 'insert', track: 'A1', startFrame: 0, durationFrames: 48, source: { mediaId: songId } } as const
    return client.editTimeline({ params: { id }, body: { edits: [{ ...plain, ...change }] } })
  }

  it('is drawn from its wave: a byte for each hundredth of a second', async () => {
    const params = { id: songId }
    const { peaksPerSecond, peaks } = await bench.client.getMediaPeaks({ params })
    const bytes = Buffer.from(peaks, 'base64')
    deepEqual([peaksPerSecond, bytes.length], [100, 200])
    ok(
      bytes.subarray(0, 98).every(peak => peak < 4),
      'the first second is silent',
    )
    ok(
      bytes.subarray(102, 199).every(peak => peak > 240),
      'the second one is loud',
    )
    equal((await bench.client.getMediaPeaks({ params })).peaks, peaks)
    const face = await bench.client.uploadFace({ body: {}, file: new Blob([onePixel]), fileName: 'face.png' })
    await refusedWith('unreadable-media', bench.client.getMediaPeaks({ params: { id: face.id } }))
  })

  it('is measured once, however many ask at the same time', async t => {
    const file = new Blob([silenceThenTone(), new Uint8Array(2)])
    const { id } = await bench.client.uploadMusic({ body: {}, file, fileName: 'another song.wav' })
    const opened = t.mock.method(bench.server.context.media, 'materialise')
    const all = await Promise.all([1, 2, 3].map(() => bench.client.getMediaPeaks({ params: { id } })))
    equal(opened.mock.callCount(), 1)
    equal(new Set(all.map(({ peaks }) => peaks)).size, 1)
  })

  it('lies on sound tracks, no longer than it is, and is heard by everybody of the project as long as it lies there', async () => {
    const { projectId } = await boarded(bench.client, [[{ durationMs: 2000 }]])
    await addMember(bench.server, projectId, guest, 'editor')
    await refusedWith('timeline-refused', place(projectId, {}, guest))
    await refusedWith('not-found', guest.client.getMediaPeaks({ params: { id: songId } }))
    await refusedWith('timeline-refused', place(projectId, { track: 'V2' }))
    await refusedWith('timeline-refused', place(projectId, { durationFrames: 49 }))
    await place(projectId)
    const { tracks, media } = (await guest.client.getTimeline({ params: { id: projectId } })) as unknown as Timeline
    const [clip] = tracks.find(({ id }) => id === 'A1')?.clips ?? []
    const song = media[clip?.mediaId ?? '']
    deepEqual([clip?.name, song?.id, clip?.metadata['mediaId']], ['song', songId, songId])
    const heard = await fetch(bench.server.address + song?.url)
    equal(Number(heard.headers.get('content-length')), silenceThenTone().length)
    equal((await guest.client.getMediaPeaks({ params: { id: songId } })).channels, 1)
    await place(projectId, { startFrame: 100 }, guest)
    await guest.client.undoTimeline({ params: { id: projectId }, body: {} })
    await bench.client.undoTimeline({ params: { id: projectId }, body: {} })
    await refusedWith('not-found', guest.client.getMediaPeaks({ params: { id: songId } }))
  })

  it('is deleted by its owner once nothing plays it any more, and takes no room then', async () => {
    const { projectId } = await boarded(bench.client, [[{ durationMs: 2000 }]])
    const file = new Blob([silenceThenTone(), new Uint8Array(4)])
    const before = (await bench.client.getMyStorage({})).files
    const params = { id: (await bench.client.uploadMusic({ body: {}, file, fileName: 'a third song.wav' })).id }
    await place(projectId, { source: { mediaId: params.id } })
    await refusedWith('not-found', guest.client.deleteMedia({ params }))
    await refusedWith('not-possible-now', bench.client.deleteMedia({ params }))
    await bench.client.undoTimeline({ params: { id: projectId }, body: {} })
    await bench.client.deleteMedia({ params })
    await refusedWith('not-found', bench.client.getMedia({ params }))
    equal((await bench.client.getMyStorage({})).files, before)
  })

  it('is heard in the film where the cut has it', async () => {
    const { projectId, panelIds } = await boarded(bench.client, [[{ durationMs: 2000 }]])
    await bench.draw(panelIds[0]?.[0] ?? '')
    await place(projectId, { startFrame: 12, durationFrames: 24, sourceInFrame: 24 })
    const { id, jobId } = await bench.client.createRender({ params: { id: projectId }, body: { captions: 'none', height: 360 } })
    await bench.server.jobEnded(bench.server.owner, jobId ?? '')
    const { url } = await bench.client.getRender({ params: { id } })
    const file = join(bench.server.context.config.dataDir, 'film.mp4')
    await writeFile(file, Buffer.from(await (await fetch(bench.server.address + url)).arrayBuffer()))
    const decoded = await run('ffmpeg', ['-v', 'error', '-i', file, '-ac', '1', '-ar', '1000', '-f', 's16le', '-'], {
      encoding: 'buffer',
    })
    const samples = new Int16Array(decoded.stdout.buffer, decoded.stdout.byteOffset, decoded.stdout.length >> 1)
    const loudest = (from: number, to: number) =>
      samples.subarray(from, to).reduce((most, one) => Math.max(most, Math.abs(one)), 0)
    ok(loudest(0, 450) < 300, 'nothing before it begins')
    ok(loudest(600, 1400) > 3000, 'the tone where it lies')
    ok(loudest(1600, 1950) < 300, 'nothing after it has ended')
  })
})

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

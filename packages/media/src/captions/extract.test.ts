import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { probeMedia } from '../probe/probe.ts'
import { openMediaTools } from '../sandbox/tools.ts'
import { extractCaptions } from './extract.ts'

const tools = openMediaTools()
const lines = '1\n00:00:00,500 --> 00:00:01,250\nSnow falls.\n\n2\n00:00:02,000 --> 00:00:03,000\nA <i>lamp</i> & a door\n'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'captions-'))
  await writeFile(join(folder, 'lines.srt'), lines)
})
after(() => rm(folder, { recursive: true, force: true }))

/** A film of four seconds with these captions, and what was taken out of it. */
async function taken(name: string, ...encoding: string[]): Promise<string | null> {
  const path = join(folder, name)
  const sources = ['-f', 'lavfi', '-i', 'testsrc2=size=64x64:rate=10:duration=4', '-i', join(folder, 'lines.srt')]
  execFileSync('ffmpeg', ['-v', 'error', ...sources, '-c:v', 'mpeg4', ...encoding, path])
  const file = { path, origin: 'outside' } as const
  const probe = await probeMedia(tools, file)
  assert.ok(probe.kind === 'accepted')
  return extractCaptions(tools, file, probe.facts, new AbortController().signal)
}

const cue = (start: string, end: string, text: string) => new RegExp(`${start} --> ${end}\\n${text}`)

test('captions of text come out of MP4 and Matroska with their times', async () => {
  for (const [name, ...codec] of [
    ['mov-text.mp4', '-c:s', 'mov_text'],
    ['subrip.mkv', '-c:s', 'srt'],
    ['ass.mkv', '-c:s', 'ass'],
  ] as const) {
    const text = (await taken(name, ...codec)) ?? ''
    assert.match(text, /^WEBVTT\n/, name)
    assert.match(text, cue('00:00\\.500', '00:01\\.250', 'Snow falls\\.'), name)
    assert.match(text, cue('00:02\\.000', '00:03\\.000', 'A <i>lamp</i> &(amp;)? a door'), name)
  }
})

test('times count from the beginning of the film, wherever the file begins to count', async () => {
  const text = (await taken('late.mkv', '-c:s', 'srt', '-output_ts_offset', '100')) ?? ''
  assert.match(text, cue('00:00\\.500', '00:01\\.250', 'Snow falls\\.'))
})

test('captions that are pictures are left alone', async () => {
  assert.equal(await taken('pictures.mkv', '-sn'), null)
  const withPictures = { captions: [{ position: 0, codec: 'hdmv_pgs_subtitle', language: null }] }
  const nowhere = { path: join(folder, 'none.mkv'), origin: 'outside' } as const
  assert.equal(await extractCaptions(tools, nowhere, withPictures as never, new AbortController().signal), null)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultProbeLimits, type VideoFacts } from './facts.ts'
import { evenRate, frameRate, isUneven } from './frame-rate.ts'
import { type Judgement, judge } from './judge.ts'
import { type ProbeReport, type ReportStream, readReport } from './report.ts'

const picture: ReportStream = {
  index: 0,
  codec_type: 'video',
  codec_name: 'h264',
  width: 1920,
  height: 1080,
  pix_fmt: 'yuv420p',
  avg_frame_rate: '24/1',
  r_frame_rate: '24/1',
  duration: '10.0',
}
const sound: ReportStream = {
  index: 1,
  codec_type: 'audio',
  codec_name: 'aac',
  channels: 2,
  sample_rate: '48000',
  duration: '10.5',
}

function judged(streams: readonly ReportStream[], more: Partial<ProbeReport> = {}): Judgement {
  const frames = streams.map(one => ({ stream_index: one.index ?? -1 }))
  return judge({ streams, frames, packets: [], chapters: [], format: {}, ...more }, 'mp4', 1000, defaultProbeLimits)
}

function code(judgement: Judgement): string {
  return judgement.kind === 'refused' ? judgement.refusal.code : 'accepted'
}

function video(stream: Partial<ReportStream>): VideoFacts {
  const judgement = judged([{ ...picture, ...stream }])
  assert.equal(judgement.kind, 'accepted')
  assert.ok(judgement.facts.video)
  return judgement.facts.video
}

test('an ordinary film has its facts', () => {
  const judgement = judged([picture, sound])
  assert.equal(judgement.kind, 'accepted')
  assert.equal(judgement.facts.seconds, 10.5)
  assert.equal(judgement.facts.video?.width, 1920)
  assert.deepEqual(judgement.facts.audio, [
    { position: 0, start: 0, end: 10.5, codec: 'aac', channels: 2, sampleRate: 48_000, language: null, kbps: null },
  ])
})

test('size is that of the upright picture with square pixels', () => {
  const turned = video({ side_data_list: [{ rotation: -90 }] })
  assert.deepEqual([turned.width, turned.height, turned.rotation], [1080, 1920, 90])
  const upsideDown = video({ side_data_list: [{ rotation: 180 }] })
  assert.deepEqual([upsideDown.width, upsideDown.rotation], [1920, 180])
  const wide = video({ width: 800, height: 640, sample_aspect_ratio: '64:45' })
  assert.deepEqual([wide.width, wide.height, wide.codedWidth], [1138, 640, 800])
  assert.equal(video({ sample_aspect_ratio: '0:1' }).width, 1920)
})

test('a matrix that mirrors is told from one that turns', () => {
  const shown = (matrix: string) => video({ side_data_list: [{ displaymatrix: matrix }] }).isMirrored
  const third = '\n00000002:            0           0  1073741824\n'
  assert.equal(
    shown(`\n00000000:            0      -65536           0\n00000001:        65536           0           0${third}`),
    false,
  )
  assert.equal(
    shown(`\n00000000:       -65536           0           0\n00000001:            0      -65536           0${third}`),
    false,
  )
  assert.equal(
    shown(`\n00000000:        65536           0           0\n00000001:            0      -65536           0${third}`),
    true,
  )
  assert.equal(
    shown(`\n00000000:            0       65536           0\n00000001:        65536           0           0${third}`),
    true,
  )
})

test('a mean that was stretched by the length of the sound is the pace of the field that it comes from', () => {
  const rate = (avg_frame_rate: string, r_frame_rate: string) => video({ avg_frame_rate, r_frame_rate }).rate
  assert.deepEqual(rate('75000/3021', '25/1'), { num: 25, den: 1 })
  assert.deepEqual(rate('24000/1001', '24/1'), { num: 24_000, den: 1001 })
  assert.deepEqual(rate('267770/10000', '27/1'), { num: 26_777, den: 1000 })
})

test('a film is as long as from the first beginning to the last end of its streams', () => {
  const late = judged(
    [
      { ...picture, start_time: '1.4' },
      { ...sound, start_time: '3.4' },
    ],
    { format: { start_time: '1.4' } },
  )
  assert.ok(late.kind === 'accepted')
  assert.equal(late.facts.seconds, 12.5)
  assert.deepEqual([late.facts.video?.start, late.facts.audio[0]?.start], [0, 2])
})

test('in Matroska the tag of a stream tells its end or its length, by who wrote it, and captions make no film longer', () => {
  const tagged = (start_time: string, DURATION: string): Partial<ReportStream> => ({
    start_time,
    duration: '12.5',
    tags: { DURATION },
  })
  const streams = [
    { ...picture, ...tagged('0.7', '00:00:04.700000000') },
    { ...sound, ...tagged('-0.1', '00:00:05.000000000') },
    { index: 2, codec_type: 'subtitle', ...tagged('0', '00:00:12.500000000') },
  ]
  const format = { duration: '12.5', start_time: '-0.1' }
  const ends = (more: Partial<ProbeReport['format']>) => {
    const judgement = judged(streams, { format: { ...format, ...more } })
    assert.ok(judgement.kind === 'accepted')
    const { video, audio, seconds } = judgement.facts
    return [video?.end, audio[0]?.end, seconds]
  }
  assert.deepEqual(ends({ tags: { ENCODER: 'Lavf60.3.100' } }), [4.8, 5.1, 5.1])
  assert.deepEqual(ends({}).slice(0, 2), [5.5, 5])
})

test('a length that is no number, or none, is not believed', () => {
  for (const DURATION of ['00:00:1.2.3', '00:00:00.000000000']) {
    const stream = { start_time: '0', tags: { DURATION } }
    const format = { start_time: '0', tags: { ENCODER: 'Lavf60.3.100' } }
    const judgement = judged(
      [
        { ...picture, ...stream },
        { ...sound, ...stream },
      ],
      { format },
    )
    assert.ok(judgement.kind === 'accepted')
    assert.equal(judgement.facts.seconds, 10.5, `${DURATION}: the header says`)
  }
})

test('the depth of a picture is in the name of its format where the stream does not state it', () => {
  const depth = (pix_fmt: string, bits?: string) =>
    video({ pix_fmt, ...(bits === undefined ? {} : { bits_per_raw_sample: bits }) }).bitDepth
  const formats = [
    'yuv420p',
    'yuvj420p',
    'nv12',
    'bgr0',
    'gray',
    'p010le',
    'yuv422p10le',
    'yuv420p12le',
    'gbrp14le',
    'yuva444p16le',
    'rgb48le',
  ]
  assert.deepEqual(
    formats.map(one => depth(one)),
    [8, 8, 8, 8, 8, 10, 10, 12, 14, 16, 16],
  )
  assert.equal(depth('yuv444p16le', '12'), 12)
})

test('sound of more channels than any layout has is left out, and one of a rate that nobody records is not played', () => {
  const told = (more: Partial<ReportStream>) => {
    const judgement = judged([picture, { ...sound, ...more }])
    assert.ok(judgement.kind === 'accepted')
    return [judgement.facts.audio.length, judgement.facts.leftOut]
  }
  assert.deepEqual(told({ channels: 8 }), [1, []])
  assert.deepEqual(told({ channels: 16, codec_name: 'pcm_s16le' }), [0, ['pcm_s16le']])
  for (const rate of ['1', '2147483647']) assert.deepEqual(told({ sample_rate: rate }), [0, []])
})

test('HDR is told by its transfer', () => {
  assert.equal(video({ color_transfer: 'smpte2084' }).dynamicRange, 'pq')
  assert.equal(video({ color_transfer: 'arib-std-b67' }).dynamicRange, 'hlg')
  assert.equal(video({ color_transfer: 'bt709' }).dynamicRange, 'sdr')
})

test('each refusal has its code', () => {
  const cases: readonly (readonly [string, Judgement])[] = [
    ['codec-unsupported', judged([{ index: 0, codec_type: 'video', codec_tag_string: 'vvc1', width: 320, height: 180 }])],
    ['zero-dimensions', judged([{ ...picture, width: 0, height: 0 }])],
    ['no-playable-stream', judged([picture], { frames: [] })],
    ['no-playable-stream', judged([])],
    ['no-playable-stream', judged([{ index: 0, codec_type: 'data' }])],
    ['too-many-streams', judged(Array.from({ length: 33 }, (_, index) => ({ ...sound, index })))],
    ['too-many-pixels', judged([{ ...picture, width: 16_384, height: 8192 }])],
    ['frame-rate-too-high', judged([{ ...picture, avg_frame_rate: '100000/1', r_frame_rate: '100000/1' }])],
    ['too-long', judged([{ ...picture, duration: '43200' }])],
  ]
  for (const [expected, judgement] of cases) assert.equal(code(judgement), expected)
})

test('sound alone is accepted, and a cover picture is no film', () => {
  const cover: ReportStream = { ...picture, index: 2, codec_name: 'mjpeg', disposition: { attached_pic: 1 } }
  const judgement = judged([sound, cover])
  assert.equal(judgement.kind, 'accepted')
  assert.equal(judgement.facts.video, null)
})

test('a stream states its length better than the header of the file', () => {
  const judgement = judged([picture], { format: { duration: '4294967.295' } })
  assert.equal(judgement.kind === 'accepted' && judgement.facts.seconds, 10)
})

test('the unsupported codec is named without a letter of the file that could harm', () => {
  const judgement = judged([{ index: 0, codec_type: 'video', codec_tag_string: '<b>"x\u001b[0m', width: 1, height: 1 }])
  assert.equal(judgement.kind, 'refused')
  assert.doesNotMatch(judgement.refusal.message, /[<>"\u001b]/)
})

test('frame rates are exact where they are one of the field', () => {
  const cases: readonly (readonly [string, { num: number; den: number }])[] = [
    ['24000/1001', { num: 24_000, den: 1001 }],
    ['2997/100', { num: 30_000, den: 1001 }],
    ['90000/2999', { num: 30, den: 1 }],
    ['24/1', { num: 24, den: 1 }],
    ['26777/1000', { num: 26_777, den: 1000 }],
    ['15360000/512001', { num: 30, den: 1 }],
    ['7200000/997123', { num: 7221, den: 1000 }],
    ['0/0', { num: 25, den: 1 }],
  ]
  for (const [text, rate] of cases) assert.deepEqual(frameRate(text, undefined), rate, text)
})

test('an uneven pace becomes an even one that is fast enough', () => {
  assert.equal(isUneven('7220/1000', '57600/1'), true)
  assert.equal(isUneven('24/1', '24/1'), false)
  assert.deepEqual(evenRate({ num: 7220, den: 1000 }, true, 60), { num: 30, den: 1 })
  assert.deepEqual(evenRate({ num: 45, den: 1 }, true, 60), { num: 60, den: 1 })
  assert.deepEqual(evenRate({ num: 24_000, den: 1001 }, false, 60), { num: 24_000, den: 1001 })
  assert.deepEqual(evenRate({ num: 120, den: 1 }, false, 60), { num: 120, den: 2 })
})

test('a report with nothing in it is an empty one', () => {
  assert.deepEqual(readReport('{}'), { streams: [], frames: [], packets: [], chapters: [], format: {} })
})

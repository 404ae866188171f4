import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import { openMediaTools } from '../sandbox/tools.ts'
import { measureLoudness, readSummary } from './loudness.ts'
import { measurePeaks, peakReader } from './peaks.ts'

const samples = process.env['SAMPLES_DIR'] ?? ''

test('the summary of a measurement is read, silence included', () => {
  const summary = (i: string, peak: string): string =>
    `x\n  Summary:\n\n  Integrated loudness:\n    I: ${i} LUFS\n    Threshold: -33.0 LUFS\n\n  Loudness range:\n    LRA: 4.5 LU\n\n  True peak:\n    Peak: ${peak} dBFS\n`
  assert.deepEqual(readSummary(summary('      -14.2', '  -1.1')), { integrated: -14.2, range: 4.5, truePeak: -1.1 })
  assert.deepEqual(readSummary(summary('      -70.0', '  -inf')), { integrated: null, range: 4.5, truePeak: null })
})

test('peaks are the lowest and highest of each stretch, wherever the pipe cuts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 9 }),
      (values, perStretch, step) => {
        const bytes = Buffer.alloc(values.length * 4)
        values.forEach((value, i) => bytes.writeFloatLE(value, i * 4))
        const reader = peakReader(perStretch)
        for (let at = 0; at < bytes.length; at += step) reader.read(bytes.subarray(at, at + step))
        const expected: number[] = []
        for (let at = 0; at < values.length; at += perStretch) {
          const stretch = [0, ...values.slice(at, at + perStretch)]
          expected.push(Math.min(...stretch), Math.max(...stretch))
        }
        assert.deepEqual(
          [...reader.values()].map(value => value + 0),
          expected.map(value => value + 0),
        )
      },
    ),
  )
})

describe('of known sound', { skip: samples === '' ? 'SAMPLES_DIR is not set' : false }, () => {
  const tools = openMediaTools()
  const file = { path: join(samples, 'media/gt-loudness-minus23.flac'), origin: 'outside' } as const

  test('loudness is what it was made at', async () => {
    const loudness = await measureLoudness(tools, { kind: 'media', file }, new AbortController().signal)
    assert.ok(Math.abs((loudness.integrated ?? 0) + 23) < 0.15, String(loudness.integrated))
    assert.ok(Math.abs((loudness.truePeak ?? 0) + 23) < 0.5, String(loudness.truePeak))
  })

  test('peaks cover the whole length', async () => {
    const peaks = await measurePeaks(tools, file, 50)
    assert.equal(peaks.values.length, 20 * 50 * 2)
    const highest = Math.max(...peaks.values)
    assert.ok(Math.abs(20 * Math.log10(highest) + 23) < 0.5, String(highest))
  })

  test('loudness of silence is none', async () => {
    const silent = { path: join(samples, 'media/ax-silent-black-10s.mp4'), origin: 'outside' } as const
    assert.equal((await measureLoudness(tools, { kind: 'media', file: silent }, new AbortController().signal)).integrated, null)
  })
})

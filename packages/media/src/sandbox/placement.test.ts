import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeFiles } from './placement.ts'

test('in the sandbox a file is known only by a number', () => {
  const placement = placeFiles('bwrap', null)
  assert.equal(placement.input({ path: '/films/a;rm -rf.mp4', origin: 'outside' }), '/in/0')
  assert.equal(placement.input({ path: '/films/b', origin: 'outside' }), '/in/1')
  assert.equal(placement.input({ path: '/films/a;rm -rf.mp4', origin: 'outside' }), '/in/0')
})

test('an output is a plain name in the one writable directory', () => {
  const placement = placeFiles('none', '/work')
  assert.equal(placement.output('part.mp4'), '/work/part.mp4')
  for (const name of ['../a', '/etc/passwd', '-f', 'a b', 'pipe:1', 'http:x', '%d', '']) {
    assert.throws(() => placement.output(name), RangeError, name)
  }
})

test('a relative path is no input', () => {
  for (const path of ['a.mp4', 'http://127.0.0.1/a.mp4', 'file:/etc/passwd', 'concat:a|b']) {
    assert.throws(() => placeFiles('none', null).input({ path, origin: 'own' }), RangeError, path)
  }
})

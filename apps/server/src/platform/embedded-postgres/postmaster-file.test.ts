import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePostmasterFile } from './postmaster-file.ts'

const lines = ['812', '/srv/film/cluster', '1795230000', '5432', '/srv/film', '', '  1234567    65536', 'ready   ', '']

test('reads pid, address and status', () => {
  assert.deepEqual(parsePostmasterFile(lines.join('\n')), { pid: 812, port: 5432, socketDirectory: '/srv/film', status: 'ready' })
})

test('a file that is still being written counts as starting', () => {
  assert.equal(parsePostmasterFile(lines.slice(0, 3).join('\n'))?.status, 'starting')
})

for (const text of ['', 'x', '-1\n', '0\n', '1e400\n']) {
  test(`${JSON.stringify(text)} names no process`, () => assert.equal(parsePostmasterFile(text), undefined))
}

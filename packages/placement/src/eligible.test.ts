import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whyNot, whyNowhere } from './eligible.ts'
import { kindOf, serverOf } from './testing.ts'

const kind = kindOf('flux1-dev.safetensors', 17, { nodes: ['FluxGuidance'] })
const all = { nodes: new Set(['FluxGuidance']) }

const cases = [
  ['there are no servers', [], 'There is no server.'],
  ['nobody has the file', [serverOf('a', []), serverOf('b', ['wan'])], 'No server has flux1-dev.safetensors.'],
  [
    'nobody has the node',
    [serverOf('a', kind.files, { nodes: new Set() }), serverOf('b', kind.files, { nodes: new Set() })],
    'No server has node FluxGuidance.',
  ],
  [
    'each lacks something else',
    [serverOf('a', []), serverOf('b', kind.files, { ...all, vramGigabytes: 12 })],
    'No server fits: a has no flux1-dev.safetensors, b has 12 GB of video memory, 17 are needed.',
  ],
  [
    'the only one drains',
    [serverOf('a', kind.files, { ...all, state: 'draining' }), serverOf('b', [])],
    'a is draining; no other server fits.',
  ],
  ['one fits', [serverOf('a', []), serverOf('b', kind.files, all)], null],
] as const

for (const [name, servers, sentence] of cases)
  test(`why a job waits when ${name}`, () => assert.equal(whyNowhere(servers, kind), sentence))

test('a server that cannot tell its nodes is taken to have them', () =>
  assert.equal(whyNot(serverOf('a', kind.files), kind), null))

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { escaped, filter, graphText } from './graph.ts'
import { placeFiles } from './placement.ts'

/** Undoes one level as ffmpeg's av_get_token does: a backslash takes the next character as it is. */
function unescapeOnce(text: string): string {
  return text.replace(/\\([\s\S])/g, '$1')
}

test('any text comes out of both levels of escaping as it went in', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => assert.equal(unescapeOnce(unescapeOnce(escaped(text))), text)))
})

test('no text can end its place in a graph', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("'", '\\', ':', '[', ']', ',', ';', '=', 'a', '\n') }), text => {
      const bare = escaped(text).replace(/\\[\s\S]/g, '')
      assert.doesNotMatch(bare, /['[\],;]/)
      assert.doesNotMatch(unescapeOnce(escaped(text)).replace(/\\[\s\S]/g, ''), /[':]/)
    }),
  )
})

test('a graph is written with its labels, streams and options', () => {
  const chains = [
    { from: ['0:v:0'], filters: [filter('scale', { w: 640, h: 360 }), filter('setsar', { sar: 1 })], to: ['small'] },
  ]
  assert.equal(graphText(chains, placeFiles('none', null)), '[0:v:0]scale=w=640:h=360,setsar=sar=1[small]')
})

test('a label with anything but small letters and digits is refused', () => {
  for (const label of ['a]movie=/etc/passwd[b', 'A', 'a;b', '']) {
    assert.throws(() => graphText([{ from: [label], filters: [], to: [] }], placeFiles('none', null)), RangeError, label)
  }
})

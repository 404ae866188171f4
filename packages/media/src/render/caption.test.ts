import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { captionScript } from './caption.ts'

const canvas = { width: 1280, height: 720 }
const font = { family: 'DejaVu Sans', directory: null }
const dialogue = (text: string, rate = { num: 24, den: 1 }): string => {
  const script = captionScript([{ style: 'caption', start: 24, end: 48, text }], canvas, rate, font)
  return script.slice(script.indexOf('Dialogue:')).trimEnd()
}

test('a caption is there from its first frame to before its end', () => {
  assert.equal(dialogue('Hello'), 'Dialogue: 0,0:00:00.98,0:00:01.98,caption,,0,0,0,,Hello')
})

test('text is shown and never obeyed', () => {
  assert.match(dialogue('{\\pos(1,1)}a'), /,,\\\{\\\u2060pos\(1,1\)\\\}a$/)
  assert.match(dialogue('a\\Nb'), /,,a\\\u2060Nb$/)
  assert.match(dialogue('a\nb\r\nc'), /,,a\\Nb\\Nc$/)
})

test('no text adds a line to the script, or opens an override block', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('\n', '\r', '\\', '{', '}', 'N', '\0', '\u2028', 'a', 'ü', '字', '😀') }),
      text => {
        const line = dialogue(text)
        assert.equal(line.split(/[\n\r]/).length, 1)
        const shown = line.split(',,').at(-1) ?? ''
        assert.doesNotMatch(shown.replace(/\\[{}N]/g, ''), /[{}]|\\[Nnh{}]/)
      },
    ),
  )
})

test('a font name cannot end its place in the style', () => {
  const script = captionScript([], canvas, { num: 24, den: 1 }, { family: 'A,99\nStyle: b', directory: null })
  assert.equal(script.match(/^Style: /gm)?.length, 3)
  assert.match(script, /^Style: caption,A99Style b,/m)
})

import { expect, test } from 'vitest'
import { setScript, splitHeading } from './screenplay.ts'

const kinds = (text: string) => setScript(text).map(({ kind }) => kind)

test('a cue, its parenthetical and its lines are set as dialogue until a blank line', () => {
  expect(kinds('The reel turns.\n\nMARA (V.O.)\n(softly)\nIt was the last one.\n\nShe leaves.')).toEqual([
    'action',
    'blank',
    'character',
    'parenthetical',
    'dialogue',
    'blank',
    'action',
  ])
})

test('capitals that nobody speaks after are action', () => {
  expect(kinds('BANG!\n\nShe runs.')).toEqual(['action', 'blank', 'action'])
})

test.each([
  ['@McAllister\nYes.', 'character', 'McAllister'],
  ['CUT TO:', 'transition', 'CUT TO:'],
  ['> Burn to white.', 'transition', 'Burn to white.'],
  ['> THE END <', 'centred', 'THE END'],
  ['~Willy Wonka', 'lyric', 'Willy Wonka'],
  ['[[check this]]', 'note', 'check this'],
  ['ÉLODIE\nOui.', 'character', 'ÉLODIE'],
])('%j is set as %s', (text, kind, shown) => expect(setScript(text)[0]).toEqual({ kind, text: shown }))

test('the heading a text begins with is told apart from what follows, and nothing is lost', () => {
  expect(splitHeading('EXT. HARBOUR - DUSK #1#\n\nA town.\n')).toEqual({ head: 'EXT. HARBOUR - DUSK #1#\n\n', body: 'A town.\n' })
  expect(splitHeading('.THE WELL\nDark.')).toEqual({ head: '.THE WELL\n', body: 'Dark.' })
  expect(splitHeading('A town.\n\nEXT. HARBOUR')).toEqual({ head: '', body: 'A town.\n\nEXT. HARBOUR' })
  expect(splitHeading('')).toEqual({ head: '', body: '' })
})

import { expect, test } from 'vitest'
import { readScript, spansOf, splitHeading } from './screenplay.ts'

const kinds = (text: string, caret?: number) => readScript(text.split('\n'), caret)

test('a scene is set in the elements of a screenplay', () => {
  expect(kinds('Rain.\n\nMARTA (V.O.)\n(quietly)\nOnce more.\n~la la\n\nCUT TO:')).toEqual([
    'action',
    'blank',
    'character',
    'parenthetical',
    'dialogue',
    'lyric',
    'blank',
    'transition',
  ])
})

test.each([
  ['INT. HOUSE - NIGHT', 'heading'],
  ['.THE VOID', 'heading'],
  ['...and then', 'action'],
  ['会议室 内 夜', 'heading'],
  ['# Act one', 'section'],
  ['= She learns it.', 'synopsis'],
  ['===', 'page-break'],
  ['> FADE OUT.', 'transition'],
  ['> THE END <', 'centred'],
  ['~Willy Wonka', 'lyric'],
  ['[[ask Ben]]', 'note'],
  ['/* cut */', 'boneyard'],
  ['/* never closed', 'action'],
  ['!MARTA', 'action'],
  ['MARTA', 'action'],
])('%s alone is %s', (text, kind) => expect(kinds(text)).toEqual([kind]))

test('a cue needs words below it, or the caret there', () => {
  expect(kinds('MARTA\n')).toEqual(['action', 'blank'])
  expect(kinds('MARTA\n', 1)).toEqual(['character', 'dialogue'])
  expect(kinds('@McAvoy', 0)).toEqual(['character'])
  expect(kinds('She looks.\nMARTA\nsits')).toEqual(['action', 'action', 'action'])
})

test('what is struck out or noted may run over lines', () => {
  expect(kinds('/* one\n\ntwo */\nRain.')).toEqual(['boneyard', 'boneyard', 'boneyard', 'action'])
  expect(kinds('[[one\ntwo]]\nRain.')).toEqual(['note', 'note', 'action'])
  expect(kinds('A\n\nB\n  \nC').slice(2)).toEqual(['character', 'dialogue', 'dialogue'])
})

test('a heading that has a field of its own is no part of the text below it; any other stays', () => {
  expect(splitHeading('INT. A - DAY #1#\n\nRain.', 'INT. A - DAY')).toEqual({ head: 'INT. A - DAY #1#\n\n', body: 'Rain.' })
  expect(splitHeading('.The Void\nRain.', 'The void').body).toBe('Rain.')
  expect(splitHeading('INT. B - DAY\n\nRain.', 'INT. A - DAY')).toEqual({ head: '', body: 'INT. B - DAY\n\nRain.' })
  expect(splitHeading('Rain.', 'INT. A - DAY').body).toBe('Rain.')
})

test('emphasis, notes and the mark that forces an element are told apart', () => {
  const styled = (line: string, kind: Parameters<typeof spansOf>[1] = 'action') =>
    spansOf(line, kind).map(({ from, to, style }) => `${style} ${line.slice(from, to)}`)
  expect(styled('He **really** means *it*.')).toEqual(['mark **', 'bold really', 'mark **', 'mark *', 'italic it', 'mark *'])
  expect(styled('2 * 3 * 4 and snake_case')).toEqual([])
  expect(styled('Rain [[more?]]')).toEqual(['aside [[more?]]'])
  expect(styled('@McAvoy', 'character')).toEqual(['mark @'])
})

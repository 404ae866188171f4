import { expect, test } from 'vitest'
import { afterLine, madeInto, nextElement } from './elements.ts'

const text = (value: string, edit: { from: number; to: number; lines: string[] }) =>
  value
    .split('\n')
    .toSpliced(edit.from, edit.to - edit.from + 1, ...edit.lines)
    .join('\n')

test('Tab on an empty line asks for a name, below a name for how it is said', () => {
  expect(nextElement(['Rain.', '', ''], 2, false)).toBe('character')
  expect(nextElement(['MARTA', ''], 1, false)).toBe('parenthetical')
})

test('Tab goes round the elements that fit, and Shift Tab back', () => {
  let lines = ['Rain falls']
  const seen = Array.from({ length: 4 }, () => {
    const element = nextElement(lines, lines.length - 1, false)
    lines = madeInto(lines, lines.length - 1, element).lines
    return `${element}: ${lines[0]}`
  })
  expect(seen).toEqual(['character: RAIN FALLS', 'transition: > RAIN FALLS', 'heading: .RAIN FALLS', 'action: !RAIN FALLS'])
  expect(nextElement(['Rain falls'], 0, true)).toBe('heading')
  expect(nextElement(['MARTA', 'Go.'], 1, false)).toBe('parenthetical')
  expect(nextElement(['MARTA', '(low)'], 1, false)).toBe('dialogue')
})

test('an element gets the empty line before it, and its marks', () => {
  expect(text('Rain.\nmarta', madeInto(['Rain.', 'marta'], 1, 'character'))).toBe('Rain.\n\nMARTA')
  expect(madeInto([''], 0, 'heading').lines).toEqual(['INT. '])
  expect(madeInto(['the void'], 0, 'heading').lines).toEqual(['.THE VOID'])
  expect(madeInto(['cut to:'], 0, 'transition').lines).toEqual(['CUT TO:'])
  expect(madeInto(['fade'], 0, 'transition').lines).toEqual(['> FADE'])
  expect(madeInto(['MARTA', 'low'], 1, 'parenthetical')).toMatchObject({ lines: ['(low)'], caret: { line: 1, column: 4 } })
})

test.each([
  ['@marta', 0, 'MARTA\n'],
  ['@McAvoy', 0, '@McAvoy\n'],
  ['MARTA', 0, 'MARTA\n'],
  ['BANG!', 0, 'BANG!\n\n'],
  ['Rain.', 0, 'Rain.\n\n'],
  ['int. house - day', 0, 'INT. HOUSE - DAY\n\n'],
  ['MARTA\nGo.', 1, 'MARTA\nGo.\n\n'],
  ['MARTA\n(low)', 1, 'MARTA\n(low)\n'],
])('Enter after %j opens the line that comes next', (value, at, after) => {
  const edit = afterLine(value.split('\n'), at)
  expect(edit && text(value, edit)).toBe(after)
})

test('Enter on an empty line, or before one that goes on, is an ordinary line end', () => {
  expect(afterLine(['Rain.', ''], 1)).toBeNull()
  expect(afterLine(['Rain.', 'Snow.'], 0)).toBeNull()
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesBetween, mergeThree } from './merge.ts'

const base = 'INT. A - DAY\n\nRain.\n\nINT. B - DAY\n\nSun.\n'

test('what two people changed in different places stands both', () => {
  const mine = base.replace('Rain.', 'Heavy rain.')
  const theirs = base.replace('Sun.', 'Sun.\n\nMARA\nLook.')
  expect(mergeThree(base, mine, theirs)).toEqual({
    text: 'INT. A - DAY\n\nHeavy rain.\n\nINT. B - DAY\n\nSun.\n\nMARA\nLook.\n',
    overruled: [],
  })
})

test('what both put into the same place stands there one behind the other', () => {
  const { text, overruled } = mergeThree(base, `${base}\nEXT. MINE - DAY\n`, `${base}\nEXT. THEIRS - DAY\n`)
  expect(text).toBe(`${base}\nEXT. THEIRS - DAY\n\nEXT. MINE - DAY\n`)
  expect(overruled).toEqual([])
})

test('of a line that both changed mine stands, and is named', () => {
  const { text, overruled } = mergeThree(
    base,
    base.replace('Rain.', 'Snow.'),
    base.replace('Rain.', 'Fog.').replace('Sun.', 'Moon.'),
  )
  expect(text).toBe('INT. A - DAY\n\nSnow.\n\nINT. B - DAY\n\nMoon.\n')
  expect(overruled.map(line => text.split('\n')[line])).toEqual(['Snow.'])
})

test('a scene that one takes out and the other leaves alone is out; a missing last break is none of anybody’s changes', () => {
  const gone = 'INT. A - DAY\n\nRain.'
  expect(mergeThree(base, gone, `${base}\nEXT. C - DAY\n`).text).toContain('EXT. C - DAY\n')
  expect(mergeThree(base, base, gone).text).toBe(`${gone}\n`)
})

const someText = fc
  .array(fc.constantFrom('', 'Rain.', 'Sun.', 'INT. A - DAY', 'MARA', 'Look.', 'Go.'), { maxLength: 14 })
  .map(lines => lines.map(line => `${line}\n`).join(''))

test('who changes nothing gets what the other made; both alike is that; and the changes make one text of the other', () => {
  fc.assert(
    fc.property(someText, someText, (one, other) => {
      expect(mergeThree(one, one, other).text).toBe(other)
      expect(mergeThree(one, other, one)).toEqual({ text: other, overruled: [] })
      expect(mergeThree(one, other, other)).toEqual({ text: other, overruled: [] })
      let made = one
      for (const { from, to, insert } of changesBetween(one, other).toReversed())
        made = made.slice(0, from) + insert + made.slice(to)
      expect(made).toBe(other)
    }),
  )
})

import { expect, test } from 'vitest'
import { aProject, aScene, aTree } from '../../testing/make.ts'
import { wholeTextOf } from './wholeText.ts'

test('the whole text has every scene in its own words, and each heading once', () => {
  const scenes = [
    aScene('1', [], { heading: 'INT. A - DAY', number: '4', text: 'INT. A - DAY #4#\n\nRain.' }),
    aScene('2', [], { heading: 'The void', text: 'Nothing.' }),
    aScene('3', [], { heading: 'EXT. B - DAY', text: '' }),
  ]
  const text = wholeTextOf(aTree([scenes], { project: aProject({ name: 'Note: one' }) }))
  expect(text).toBe('Title: Note: one\n\nINT. A - DAY #4#\n\nRain.\n\n.The void\n\nNothing.\n\nEXT. B - DAY\n')
})

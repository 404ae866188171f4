import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withHeading } from './with-heading.ts'

test('a text that begins with the heading of its scene follows a new one, and no other text does', () => {
  const rename = (text: string) => withHeading(text, 'INT. BOOTH - NIGHT', 'EXT. ROOF - DAY')
  assert.equal(rename('INT. BOOTH - NIGHT #4#\n\nRain.'), 'EXT. ROOF - DAY #4#\n\nRain.')
  assert.equal(rename('\nint. booth - night\nRain.'), '\nEXT. ROOF - DAY\nRain.')
  assert.equal(rename('Rain.\n\nINT. BOOTH - NIGHT'), 'Rain.\n\nINT. BOOTH - NIGHT')
  assert.equal(rename('INT. CELLAR - NIGHT\n\nRain.'), 'INT. CELLAR - NIGHT\n\nRain.')
  assert.equal(rename(''), '')
  assert.equal(withHeading('INT. A - DAY', 'INT. A - DAY', 'The void $1'), '.The void $1')
})

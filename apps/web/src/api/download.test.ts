import { expect, test } from 'vitest'
import { nameIn } from './download.ts'

test.each([
  [`attachment; filename="reel.fcpxml"`, 'reel.fcpxml'],
  [`attachment; filename="Reel.zip"; filename*=UTF-8''L%C3%A9a%27s%20reel.zip`, "Léa's reel.zip"],
  [`attachment`, null],
  [null, null],
])('%j names %j', (header, name) => expect(nameIn(header)).toBe(name))

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeTimeline } from './decode.ts'
import { UnreadableTimeline } from './unreadable.ts'

const text = '<?xml version="1.0" encoding="UTF-16"?>\n<a name="é 🎬"/>'
const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16()
const wide = Buffer.from(text, 'utf16le')

for (const [name, bytes] of [
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16, low byte first', Buffer.concat([Buffer.from([0xff, 0xfe]), wide])],
  ['UTF-16, high byte first', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped(wide)])],
  ['UTF-16 without a mark', wide],
] as const)
  test(`${name} is read`, () => assert.equal(decodeTimeline(bytes), text))

test('an encoding that the document declares is used', () => {
  const latin = '<?xml version="1.0" encoding="ISO-8859-1"?><a name="é"/>'
  assert.equal(decodeTimeline(Buffer.from(latin, 'latin1')), latin)
})

test('a list may be in the code page of older programs', () => {
  assert.equal(decodeTimeline(Buffer.from('* FROM CLIP NAME: caf\u00e9', 'latin1'), 'list'), '* FROM CLIP NAME: café')
})

const refused = (bytes: Uint8Array, line: number, reason: RegExp): void =>
  assert.throws(
    () => decodeTimeline(bytes),
    (error: unknown) => error instanceof UnreadableTimeline && error.line === line && reason.test(error.message),
  )

test('bytes that are no text are refused with their line', () => {
  refused(Buffer.concat([Buffer.from('{\n\n"name": "'), Buffer.from([0xff, 0xc3, 0x28])]), 3, /no UTF-8/)
})

test('an encoding that nobody knows is refused', () => {
  refused(Buffer.from('<?xml version="1.0" encoding="x-nobody"?><a/>'), 1, /x-nobody/)
})

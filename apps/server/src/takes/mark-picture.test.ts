import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { markPicture } from './mark-picture.ts'

test('a marked picture says in its XMP how it came to be, and shows the same pixels', async () => {
  const png = await sharp({ create: { width: 33, height: 21, channels: 3, background: '#d9822b' } })
    .png()
    .toBuffer()
  const marked = markPicture(png, 'trainedAlgorithmicMedia')
  const { xmp, width, height } = await sharp(marked, { failOn: 'warning' }).metadata()
  assert.deepEqual([width, height], [33, 21])
  assert.match(String(xmp), /digitalsourcetype\/trainedAlgorithmicMedia"/)
  assert.deepEqual(await sharp(marked, { failOn: 'warning' }).raw().toBuffer(), await sharp(png).raw().toBuffer())
  assert.throws(() => markPicture(Buffer.from('no picture'), 'algorithmicMedia'), /Only a PNG/)
})

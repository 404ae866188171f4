import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { inspectPicture, type PictureOutput, reencodePicture } from './picture.ts'
import { withoutTexts } from './png.ts'

const samples = process.env['SAMPLES_DIR'] ?? ''
const skip = samples === '' ? 'SAMPLES_DIR is not set' : false
let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'media-picture-'))
})
after(() => rm(directory, { recursive: true, force: true }))

const output = (name: string, more: Partial<PictureOutput> = {}): PictureOutput => ({
  path: join(directory, name),
  format: 'webp',
  quality: 80,
  width: 640,
  height: 640,
  fit: 'inside',
  ...more,
})

async function picture(name: string, width: number, height: number): Promise<string> {
  const path = join(directory, name)
  await sharp({ create: { width, height, channels: 3, background: '#336699' } }).toFile(path)
  return path
}

async function code(path: string): Promise<string> {
  const found = await inspectPicture(path)
  return found.kind === 'refused' ? found.refusal.code : found.facts.format
}

test('formats are told by content, whatever the name says', async () => {
  for (const format of ['png', 'jpeg', 'webp', 'avif'] as const) {
    const bytes = await sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
      .toFormat(format)
      .toBuffer()
    const path = join(directory, `${format}.txt`)
    await writeFile(path, bytes)
    const found = await inspectPicture(path)
    assert.equal(found.kind, 'accepted')
    assert.deepEqual(found.facts, { format, bytes: bytes.length, width: 40, height: 20, hasAlpha: false })
  }
})

test('SVG, HTML, GIF and nothing at all are refused', async () => {
  for (const [name, text, expected] of [
    ['a.png', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>', 'format-unsupported'],
    ['b.png', '<?xml version="1.0"?><svg/>', 'format-unsupported'],
    ['c.jpg', '<html><script>', 'format-unsupported'],
    ['d.webp', 'GIF89a\u0001\0\u0001\0', 'format-unsupported'],
    ['e.png', '', 'empty-file'],
    ['f.png', '\u0089PNG\r\n\u001a\nand then nothing', 'unreadable'],
  ] as const) {
    await writeFile(join(directory, name), Buffer.from(text, 'latin1'))
    assert.equal(await code(join(directory, name)), expected, name)
  }
})

test('a picture that ends too early is refused', async () => {
  const whole = await sharp({
    create: { width: 400, height: 400, channels: 3, background: 'red', noise: { type: 'gaussian', mean: 128, sigma: 30 } },
  })
    .jpeg()
    .toBuffer()
  await writeFile(join(directory, 'half.jpg'), whole.subarray(0, whole.length / 2))
  assert.equal(await code(join(directory, 'half.jpg')), 'unreadable')
})

test('a picture drawn anew is upright, within its size, and carries nothing else', async () => {
  const path = join(directory, 'camera.jpg')
  await sharp({ create: { width: 800, height: 400, channels: 3, background: 'red' } })
    .withExif({ IFD0: { Copyright: 'canary' }, IFD3: { GPSLatitude: '51/1 30/1 3230/100' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(path)
  const found = await reencodePicture(path, output('clean.jpg', { format: 'jpeg' }))
  assert.equal(found.kind, 'accepted')
  assert.deepEqual([found.facts.width, found.facts.height], [320, 640])
  const metadata = await sharp(join(directory, 'clean.jpg')).metadata()
  assert.deepEqual(
    [metadata.exif, metadata.icc, metadata.xmp, metadata.orientation],
    [undefined, undefined, undefined, undefined],
  )
  assert.ok(!readFileSync(join(directory, 'clean.jpg')).includes('canary'))
})

test('a small picture keeps its size, a cover fills its own', async () => {
  const path = await picture('wide.png', 1000, 200)
  const size = async (more: Partial<PictureOutput>): Promise<readonly number[]> => {
    const found = await reencodePicture(path, output('sized.webp', more))
    return found.kind === 'accepted' ? [found.facts.width, found.facts.height] : []
  }
  assert.deepEqual(await size({ width: 4000, height: 4000 }), [1000, 200])
  assert.deepEqual(await size({ width: 100, height: 100, fit: 'cover' }), [100, 100])
})

test('a refused picture leaves no file', async () => {
  await writeFile(join(directory, 'bad.png'), 'no')
  assert.equal((await reencodePicture(join(directory, 'bad.png'), output('never.webp'))).kind, 'refused')
  assert.ok(!existsSync(join(directory, 'never.webp')))
  assert.deepEqual(
    (await readdir(directory)).filter(name => name.endsWith('.partial')),
    [],
  )
})

test('texts of a PNG are left out before it is decoded', async () => {
  const png = await sharp({ create: { width: 10, height: 10, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const data = Buffer.concat([Buffer.from('canary\0\0', 'latin1'), deflateSync(Buffer.alloc(1_000_000))])
  const chunk = Buffer.alloc(12 + data.length)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write('zTXt', 4, 'latin1')
  data.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length)
  // After the signature and IHDR.
  const bomb = Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)])
  assert.ok(!withoutTexts(bomb).includes('canary'))
  assert.deepEqual(await sharp(withoutTexts(bomb)).raw().toBuffer(), await sharp(png).raw().toBuffer())
})

test('hostile pictures are refused or drawn anew within bounds', { skip }, async () => {
  const found: { [name: string]: string } = {}
  const canary = readFileSync('/etc/passwd').subarray(0, 40).toString('hex')
  for (const folder of ['gen/img', 'gen/svg', 'fetched/pillow', 'fetched/corkami-mini']) {
    for (const name of readdirSync(join(samples, 'bad-inputs', folder))) {
      const path = join(samples, 'bad-inputs', folder, name)
      const drawn = await reencodePicture(path, output('drawn.webp'))
      found[name] = drawn.kind === 'refused' ? drawn.refusal.code : 'drawn'
      if (drawn.kind === 'accepted') assert.ok(!readFileSync(join(directory, 'drawn.webp')).includes(canary), name)
      if (folder === 'gen/svg') assert.equal(drawn.kind, 'refused', name)
    }
  }
  for (const [name, expected] of Object.entries({
    'pixelflood-30000x30000-1bit.png': 'too-many-pixels',
    'pixelflood-60000x60000-idat-short.png': 'too-many-pixels',
    'huge-dims-0x7fffffff.png': 'unreadable',
    'zero-dims.png': 'unreadable',
    'gif-100k-frames-1x1.gif': 'format-unsupported',
    'html-as.png': 'format-unsupported',
    'text-chunk-bomb.png': 'drawn',
    'imagemagick-profile-leak.png': 'drawn',
    'exif-gps-orientation.jpg': 'drawn',
  })) {
    assert.equal(found[name], expected, name)
  }
})

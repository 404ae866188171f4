import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { CameraAngle, CameraMove, Framing, ShotSize, TimeOfDay } from '@storycanvas/api'
import sharp from 'sharp'
import { drawPanel } from './draw.ts'
import { paintPanel } from './paint.ts'
import type { PanelPicture } from './picture.ts'
import { panelPicture } from './picture.maker.ts'

/** 256 bits: is each of 16 × 16 places brighter than its right neighbour? */
async function likeness(png: Buffer): Promise<bigint> {
  const { data } = await sharp(png).greyscale().resize(17, 16, { fit: 'fill' }).raw().toBuffer({ resolveWithObject: true })
  let bits = 0n
  for (let row = 0; row < 16; row++) {
    for (let column = 0; column < 16; column++) {
      bits = (bits << 1n) | ((data[row * 17 + column] ?? 0) > (data[row * 17 + column + 1] ?? 0) ? 1n : 0n)
    }
  }
  return bits
}

function distance(a: bigint, b: bigint): number {
  return (a ^ b).toString(2).replaceAll('0', '').length
}

const PLACES = [
  'Kitchen',
  'Street',
  'Forest',
  'Diner',
  'Church',
  'Rooftop',
  'Cinema',
  'Station',
  'Beach',
  'Office',
  'Car',
  'Bar',
  'Desert',
]
const DESCRIPTIONS = [
  'She waits.',
  'He runs.',
  'She reads the letter.',
  'A key on the table.',
  'They sit at the counter.',
  'She points at the clock.',
]

const at = <T>(choices: readonly T[], index: number): T => choices[index % choices.length] as T

function board(count: number): PanelPicture[] {
  return Array.from({ length: count }, (_, index) =>
    panelPicture({
      id: `p${index}`,
      shotSize: at(ShotSize.options, index),
      framing: at(Framing.options, index * 3),
      angle: at(CameraAngle.options, Math.floor(index / 3)),
      cameraMove: at(CameraMove.options, index),
      timeOfDay: at(TimeOfDay.options, Math.floor(index / 5)),
      setting: 'unspecified',
      location: { name: at(PLACES, Math.floor(index / 4)), description: '' },
      description: at(DESCRIPTIONS, index),
      caption: 'none',
      width: 320,
      height: 180,
    }),
  )
}

test('150 panels of a board are 150 pictures that the eye tells apart at thumbnail size', async () => {
  const pictures = await Promise.all(
    board(150).map(
      async picture =>
        await sharp(await paintPanel(picture))
          .resize(160)
          .png()
          .toBuffer(),
    ),
  )
  const sums = new Set(pictures.map(picture => createHash('sha256').update(picture).digest('hex')))
  assert.equal(sums.size, pictures.length)
  const hashes = await Promise.all(pictures.map(likeness))
  hashes.forEach((hash, index) => {
    const next = hashes[index + 1]
    if (next !== undefined) assert.ok(distance(hash, next) >= 8, `panels ${index} and ${index + 1} look alike`)
  })
})

test('a picture uses the whole scale from dark to light', async () => {
  for (const timeOfDay of TimeOfDay.options) {
    const { channels } = await sharp(await paintPanel(panelPicture({ timeOfDay, caption: 'none' }))).stats()
    const spread = Math.max(...channels.slice(0, 3).map(channel => channel.stdev))
    assert.ok(spread > 22, `${timeOfDay}: ${spread}`)
  }
})

test("a character's colour is in the picture", async () => {
  for (const [colour, channel] of [
    ['#d02020', 0],
    ['#20a030', 1],
    ['#2040d0', 2],
  ] as const) {
    const characters = [{ name: 'Ada', colour, look: 'in a coat', side: 'centre' as const, speaking: false }]
    const { data } = await sharp(await paintPanel(panelPicture({ characters, caption: 'none' })))
      .raw()
      .toBuffer({ resolveWithObject: true })
    let coloured = 0
    for (let index = 0; index < data.length; index += 3) {
      const [own = 0, b = 0, c = 0] = [
        data[index + channel],
        data[index + ((channel + 1) % 3)],
        data[index + ((channel + 2) % 3)],
      ]
      if (own > b + 50 && own > c + 50) coloured++
    }
    assert.ok(coloured > data.length / 3 / 25, `${colour}: ${coloured}`)
  }
})

test('light follows the time of day', async () => {
  const brightness = async (timeOfDay: PanelPicture['timeOfDay']) => {
    const { channels } = await sharp(
      await paintPanel(
        panelPicture({ timeOfDay, setting: 'exterior', location: { name: 'Field', description: '' }, caption: 'none' }),
      ),
    ).stats()
    return channels[1]?.mean ?? 0
  }
  const [day, dusk, night] = [await brightness('day'), await brightness('dusk'), await brightness('night')]
  assert.ok(day > dusk + 15 && dusk > night + 15, `${day} ${dusk} ${night}`)
})

test('every aspect comes out at its own size', async () => {
  for (const [width, height] of [
    [1280, 720],
    [1080, 1920],
    [1080, 1080],
    [1440, 1080],
    [1920, 804],
    [64, 64],
  ] as const) {
    const metadata = await sharp(await paintPanel(panelPicture({ width, height, framing: 'two-shot' }))).metadata()
    assert.deepEqual([metadata.format, metadata.width, metadata.height, metadata.hasAlpha], ['png', width, height, false])
  }
})

test('a drawing and its picture paint the same', async () => {
  const picture = panelPicture({ dialogue: '&<>"\u0000 ' })
  assert.ok((await paintPanel(picture)).equals(await paintPanel(drawPanel(picture))))
})

test('words in any script are painted', async () => {
  for (const dialogue of [
    '我们不该来这里，天黑以后更不该来。',
    'لم يكن علينا أن نأتي إلى هنا',
    'हमें यहाँ नहीं आना चाहिए था',
    'เราไม่ควรมาที่นี่',
    '👩‍👩‍👧‍👦🏳️‍🌈',
    'Ł̷̢͝ö̶r̵ë̴m̸',
  ]) {
    assert.ok((await paintPanel(panelPicture({ dialogue }))).length > 1000)
  }
})

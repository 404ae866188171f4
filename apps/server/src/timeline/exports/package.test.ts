import { deepEqual, equal, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { buffer } from 'node:stream/consumers'
import { createClip, createImageMedia, createTimeline, createTrack } from '@storycanvas/timeline'
import { unzipSync } from 'fflate'
import { packaged } from './package.ts'

const film = (count: number) => {
  const media = Array.from({ length: count }, (_, at) =>
    createImageMedia({ id: `m${at}`, url: `media/${at}.png`, hash: String(at), name: `shot ${at}` }),
  )
  const clips = media.map(({ id }, at) => createClip({ id: `c${at}`, mediaId: id, start: at * 24, duration: 24 }))
  return createTimeline({
    id: 'film',
    media: Object.fromEntries(media.map(one => [one.id, one])),
    tracks: [createTrack({ id: 'V1', kind: 'video', clips })],
  })
}

const archiveOf = async (store: Parameters<typeof packaged>[0], count: number) => {
  const { body } = await packaged(store, 'film.zip', film(count), [{ name: 'film.edl', type: 'text/plain', text: 'TITLE: film' }])
  ok(typeof body === 'object' && 'make' in body)
  return body
}

test('a package is as long as it was announced, and holds every file as it is stored', async () => {
  const content = (hash: string) => Buffer.alloc(70_000 + Number(hash), Number(hash))
  const store = {
    sizeOf: async (hash: string) => (hash === '2' ? null : content(hash).length),
    read: async (hash: string) => Readable.from([content(hash)]),
  }
  const { size, make } = await archiveOf(store, 4)
  const bytes = await buffer(make())
  equal(bytes.length, size)
  const files = unzipSync(bytes)
  deepEqual(Object.keys(files), ['film.edl', 'OFFLINE.txt', 'media/0.png', 'media/1.png', 'media/3.png'])
  deepEqual(Buffer.from(files['media/3.png'] ?? []), content('3'))
})

test('files are opened one after the other as the caller reads, and the open one is closed when the caller goes', async () => {
  const opened: Readable[] = []
  const store = {
    sizeOf: async () => 2 ** 33,
    read: async () => {
      const endless = new Readable({
        read() {
          this.push(Buffer.alloc(65_536))
        },
      })
      opened.push(endless)
      return endless
    },
  }
  const { size, make } = await archiveOf(store, 3)
  ok(size > 3 * 2 ** 33)
  const archive = make()
  for (let read = 0; read < 3 * 2 ** 20; ) {
    await once(archive, 'readable')
    for (let chunk: Buffer | null = archive.read(); chunk !== null; chunk = archive.read()) read += chunk.length
  }
  equal(opened.length, 1)
  const closed = once(opened[0] as Readable, 'close')
  archive.destroy()
  await closed
  equal(opened.length, 1)
})

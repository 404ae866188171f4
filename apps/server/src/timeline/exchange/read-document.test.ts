import { deepEqual, equal, rejects } from 'node:assert/strict'
import { test } from 'node:test'
import { createClip, createImageMedia, createTimeline, createTrack, formats } from '@storycanvas/timeline'
import { RequestError } from '../../platform/http/problem.ts'
import type { Document } from './come-home.ts'
import { openReader } from './read-document.ts'

/** Long enough to be read on a thread of its own. */
const longDocument = (change = (text: string) => text): Document => {
  const clips = Array.from({ length: 600 }, (_, at) => createClip({ id: `c${at}`, mediaId: 'm', start: at * 24, duration: 24 }))
  const present = createTimeline({
    id: 'film',
    media: { m: createImageMedia({ id: 'm' }) },
    tracks: [createTrack({ id: 'V1', kind: 'video', clips })],
  })
  const [file] = formats.json.write(present).files
  const text = change(file && 'text' in file ? file.text : '')
  return { fileName: 'film.json', text, present, sceneIds: [], known: [] }
}
const never = new AbortController().signal
const refusal = (code: string) => (error: unknown) => error instanceof RequestError && error.code === code

test('a long document is read as a short one is', async () => {
  const read = openReader()
  const shorter = longDocument(text => text.replace('"start": 14376', '"start": 14380'))
  deepEqual(
    (await read('somebody', shorter, never)).changes.map(({ id }) => id),
    ['moved:c599'],
  )
  await rejects(
    read(
      'somebody',
      longDocument(text => text.slice(0, -9)),
      never,
    ),
    refusal('unreadable-timeline'),
  )
  await rejects(read('somebody', { ...shorter, present: { ...shorter.present, canvas: { width: 0, height: 0 } } }, never))
})

test('of one account one document at a time, of several accounts all of them in turn', async () => {
  const read = openReader()
  const first = read('somebody', longDocument(), never)
  await rejects(read('somebody', longDocument(), never), refusal('in-progress'))
  const others = ['a', 'b', 'c'].map(account => read(account, longDocument(), never))
  for (const { changes } of await Promise.all([first, ...others])) equal(changes.length, 0)
  equal((await read('somebody', longDocument(), never)).changes.length, 0)
})

test('a caller who goes away ends the reading, and may ask again', async () => {
  const read = openReader()
  const caller = new AbortController()
  const reading = read('somebody', longDocument(), caller.signal)
  caller.abort(new Error('gone'))
  await rejects(reading, /gone/)
  equal((await read('somebody', longDocument(), never)).changes.length, 0)
})

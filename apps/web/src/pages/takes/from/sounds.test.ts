import { createClip, createTrack } from '@storycanvas/timeline'
import { expect, test } from 'vitest'
import { film } from '../../timeline/testing/film.ts'
import { soundsOver } from './sounds.ts'

test('the sounds over a panel are those that lie where it is shown, each once', () => {
  const { tracks } = film()
  const sound = (id: string, start: number, duration: number, file: string) =>
    createClip({ id, name: id, mediaId: 'song', start, duration, metadata: { mediaId: file } })
  const footage = createClip({ id: 'f', name: 'f', mediaId: 'footage', start: 60, duration: 20, metadata: { mediaId: 'm3' } })
  const cut = film({
    tracks: [
      ...tracks.slice(0, 1),
      createTrack({ id: 'V2', kind: 'video', clips: [footage] }),
      createTrack({
        id: 'A1',
        kind: 'audio',
        clips: [sound('before', 0, 50, 'm2'), sound('line', 60, 20, 'm1'), sound('same again', 85, 5, 'm1')],
      }),
    ],
  })
  expect(soundsOver(cut, 'p2').map(({ mediaId }) => mediaId)).toEqual(['m1'])
  expect(soundsOver(cut, 'p1')).toEqual([{ mediaId: 'm2', name: 'before' }])
  expect(soundsOver(cut, 'p3')).toEqual([])
})

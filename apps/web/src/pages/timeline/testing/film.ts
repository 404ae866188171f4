import {
  createAudioMedia,
  createClip,
  createImageMedia,
  createTimeline,
  createTrack,
  createVideoMedia,
  type Timeline,
} from '@storycanvas/timeline'

const rate = { num: 24, den: 1 }
const samples = 2000

/** Three stills of fifty frames on V1 with a gap before the last, footage on V2, and a piece of music on A1. */
export const film = (fields: Partial<Timeline> = {}): Timeline =>
  createTimeline({
    id: 'film',
    rate,
    media: {
      still: createImageMedia({ id: 'still', url: '/media/still.png' }),
      footage: createVideoMedia({ id: 'footage', rate, duration: 200, url: '/media/footage.mp4' }),
      song: createAudioMedia({ id: 'song', duration: 400 * samples, url: '/media/song.mp3' }),
    },
    tracks: [
      createTrack({
        id: 'V1',
        kind: 'video',
        clips: [
          createClip({ id: 'a', name: 'Mara waits', mediaId: 'still', start: 0, duration: 50, metadata: { panelId: 'p1' } }),
          createClip({ id: 'b', name: 'The door', mediaId: 'still', start: 50, duration: 50, metadata: { panelId: 'p2' } }),
          createClip({ id: 'c', name: 'Outside', mediaId: 'still', start: 120, duration: 50 }),
        ],
      }),
      createTrack({
        id: 'V2',
        kind: 'video',
        clips: [createClip({ id: 'f', name: 'Sea', mediaId: 'footage', start: 60, duration: 40, sourceIn: 30 })],
      }),
      createTrack({
        id: 'A1',
        kind: 'audio',
        clips: [createClip({ id: 's', name: 'Song', mediaId: 'song', start: 10, duration: 100, sourceIn: 24 * samples })],
      }),
    ],
    ...fields,
  })

/** A track in short: each clip as `name start+duration`, each transition as `kind@cut`. */
export const layout = ({ tracks }: Timeline, id: string): string => {
  const track = tracks.find(track => track.id === id)
  const clips = track?.clips.map(({ id, start, duration }) => `${id} ${start}+${duration}`) ?? []
  return [...clips, ...(track?.transitions.map(({ kind, cut }) => `${kind}@${cut}`) ?? [])].join(', ')
}

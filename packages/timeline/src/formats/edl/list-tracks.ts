import type { Timeline, Track } from '../../model.ts'

const channels = ['A', 'A2', 'A3', 'A4'] as const

/** A list has one picture and four sound channels: track n of the picture goes with sound tracks 4n to 4n + 3. */
export const listTracks = (timeline: Timeline): { track: Track; channel: string }[][] => {
  const video = timeline.tracks.filter(track => track.kind === 'video')
  const audio = timeline.tracks.filter(track => track.kind === 'audio')
  const count = Math.max(1, video.length, Math.ceil(audio.length / channels.length))
  return Array.from({ length: count }, (_, index) => {
    const sound = audio.slice(index * channels.length, (index + 1) * channels.length)
    const picture = video.slice(index, index + 1).map(track => ({ track, channel: 'V' }))
    return [...picture, ...sound.map((track, lane) => ({ track, channel: channels[lane] ?? 'A' }))]
  })
}

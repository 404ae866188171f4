import type { Clip, Timeline, Track } from '../../model.ts'

/** One clip item as links name it: media type, and numbers of its track and place from 1. */
export type Linked = {
  readonly id: string
  readonly mediaType: 'video' | 'audio'
  readonly track: number
  readonly index: number
}

/** A track of the file: stereo sound takes two, one for each channel. */
export type FileTrack = { readonly track: Track; readonly channel: 1 | 2; readonly channels: 1 | 2; readonly number: number }

/** Sound tracks that hold anything with two channels are written as a pair, as Premiere does. */
export const fileTracks = (timeline: Timeline): FileTrack[] => {
  const numbers = { video: 0, audio: 0 }
  return timeline.tracks.flatMap((track): FileTrack[] => {
    const isStereo = track.clips.some(clip => {
      const media = timeline.media[clip.mediaId]
      return media !== undefined && media.kind !== 'image' && (media.audio?.channels ?? 1) > 1
    })
    const next = (channel: 1 | 2, channels: 1 | 2): FileTrack => ({ track, channel, channels, number: ++numbers[track.kind] })
    return track.kind === 'audio' && isStereo ? [next(1, 2), next(2, 2)] : [next(1, 1)]
  })
}

const groupKey = (clip: Clip): string => `${clip.start} ${clip.duration} ${clip.speed.num}/${clip.speed.den} ${clip.mediaId}`

export const itemId = (clip: Clip, { channel }: FileTrack, numbers: ReadonlyMap<string, number>): string =>
  `clipitem-${numbers.get(clip.id)}${channel === 2 ? '-2' : ''}`

/** Clip items that belong together, picture and sound of one take, by the key of their clip. */
export const linkGroups = (
  tracks: readonly FileTrack[],
  numbers: ReadonlyMap<string, number>,
): ((clip: Clip) => readonly Linked[]) => {
  const groups = new Map<string, Linked[]>()
  for (const one of tracks)
    one.track.clips.forEach((clip, index) => {
      const key = groupKey(clip)
      const group = groups.get(key) ?? []
      groups.set(key, group)
      group.push({ id: itemId(clip, one, numbers), mediaType: one.track.kind, track: one.number, index: index + 1 })
    })
  return clip => groups.get(groupKey(clip)) ?? []
}

import type { Ladder, Loudness, MeasuredSound } from '@storycanvas/media'

/** What people are told of a stream; the manifests themselves are stored beside the segments. */
export type Presentation = {
  renditions: { height: number; width: number; bitrate: number; codec: string }[]
  /** Missing in streams that were prepared before there was one. */
  hasStoryboard?: boolean
  loudness?: Loudness | null
}

/** Mean bits per second and size of every picture rendition. */
export const presentationOf = ({ video, seconds, sound }: Ladder & { sound: MeasuredSound | null }): Presentation => ({
  renditions: video.map(({ height, width, codec, segments }) => ({
    height,
    width,
    codec,
    bitrate: Math.round((segments.reduce((sum, { bytes }) => sum + bytes, 0) * 8) / Math.max(seconds, 0.001)),
  })),
  hasStoryboard: video.length > 0,
  loudness: sound?.loudness ?? null,
})

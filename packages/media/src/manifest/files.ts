import { mediaPresentation } from './dash.ts'
import { masterPlaylist, mediaPlaylist } from './hls.ts'
import { type AudioRendition, playlistName, type Rendition, renditionSeconds, type VideoRendition } from './rendition.ts'

/** Nominal length of a segment in seconds. */
export const segmentSeconds = 4

export type ManifestFile = { readonly name: string; readonly text: string }

/** Every manifest of finished renditions by its name: `manifest.mpd`, `master.m3u8`, and a playlist for each rendition. */
export function manifestFiles(renditions: readonly Rendition[]): readonly ManifestFile[] {
  const { video, audio } = sorted(renditions)
  const seconds = Math.max(0, ...renditions.map(renditionSeconds))
  return [
    ...renditions.map(one => ({
      name: `${one.directory}/${playlistName}`,
      text: mediaPlaylist(one, 'finished', segmentSeconds + 1, seconds),
    })),
    { name: 'manifest.mpd', text: mediaPresentation(video, audio) },
    { name: 'master.m3u8', text: masterPlaylist(video, audio) },
  ]
}

/** Renditions as manifests list them: pictures from the largest down, then sound. */
export function sorted(renditions: readonly Rendition[]): {
  readonly video: readonly VideoRendition[]
  readonly audio: readonly AudioRendition[]
} {
  return {
    video: renditions.filter(one => one.kind === 'video').sort((a, b) => b.height * b.width - a.height * a.width),
    audio: renditions.filter(one => one.kind === 'audio'),
  }
}

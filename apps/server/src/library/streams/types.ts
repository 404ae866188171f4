const types: Record<string, string> = {
  mpd: 'application/dash+xml',
  m3u8: 'application/vnd.apple.mpegurl',
  m4s: 'video/iso.segment',
  mp4: 'video/mp4',
  jpg: 'image/jpeg',
  vtt: 'text/vtt; charset=utf-8',
}

/** The media type of a stream's file by its name. */
export const streamType = (name: string) => types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'

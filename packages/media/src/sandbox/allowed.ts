/** What ffmpeg may open at all. Short lists: each parser more is a hole more (PixelSmash, CVE-2026-8461, sat in a rare decoder). */

/** Demuxers by ffmpeg's names. Playlists (hls, dash, concat) are absent on purpose: they open other files. */
export const allowedDemuxers = [
  'mov',
  'matroska',
  'webm',
  'avi',
  'mpegts',
  'mpeg',
  'ogg',
  'flv',
  'wav',
  'flac',
  'mp3',
  'aac',
] as const

export const allowedVideoDecoders = [
  'h264',
  'hevc',
  'vp8',
  'vp9',
  'libdav1d',
  'mpeg4',
  'mpeg2video',
  'theora',
  'prores',
  'dnxhd',
  'mjpeg',
  'ffv1',
  'h263',
] as const

export const allowedAudioDecoders = [
  'aac',
  'mp3float',
  'mp2float',
  'opus',
  'vorbis',
  'flac',
  'ac3',
  'alac',
  'pcm_s16le',
  'pcm_s16be',
  'pcm_s24le',
  'pcm_f32le',
] as const

/** One picture may hold this many pixels: 8K fits, a pixel flood does not. */
export const maximumPixels = 40_000_000

/**
 * What ffmpeg may open at all. Short lists: each parser more is a hole more (PixelSmash, CVE-2026-8461, sat in a rare decoder).
 * Beside what is in wide use stand those that share their code with one of these (MPEG-1, Sorenson, E-AC-3, other PCM), and what
 * camcorders and telephones once recorded (DV, AMR).
 */

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
  'mxf',
] as const

export const allowedVideoDecoders = [
  'h264',
  'hevc',
  'vp8',
  'vp9',
  'libdav1d',
  'mpeg4',
  'mpeg1video',
  'mpeg2video',
  'theora',
  'prores',
  'dnxhd',
  'mjpeg',
  'ffv1',
  'h263',
  'flv',
  'dvvideo',
] as const

export const allowedAudioDecoders = [
  'aac',
  'mp3float',
  'mp2',
  'opus',
  'vorbis',
  'flac',
  'ac3',
  'eac3',
  'amrnb',
  'alac',
  'pcm_s16le',
  'pcm_s16be',
  'pcm_s24le',
  'pcm_s24be',
  'pcm_s32le',
  'pcm_u8',
  'pcm_f32le',
] as const

/** Captions are listed, never decoded into anything: but ffprobe refuses a whole film where it may not open each stream's decoder. */
export const allowedCaptionDecoders = [
  'srt',
  'subrip',
  'ass',
  'ssa',
  'mov_text',
  'webvtt',
  'dvdsub',
  'pgssub',
  'dvbsub',
  'cc_dec',
] as const

/** One picture may hold this many pixels: 8K fits, a pixel flood does not. */
export const maximumPixels = 40_000_000

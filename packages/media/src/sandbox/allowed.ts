/**
 * What ffmpeg may open at all. Short lists: each parser more is a hole more (PixelSmash, CVE-2026-8461, sat in a rare decoder).
 * The 33 names of decoders are 22 pieces of ffmpeg's code; beside each stands who writes such files.
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
  // Telephones, cameras, screen recorders and the web.
  ...['h264', 'hevc', 'vp8', 'vp9', 'libdav1d'],
  // DivX and Xvid in AVI; telephones before H.264 (3GP) and Flash video are variants of it in the same code.
  ...['mpeg4', 'h263', 'flv'],
  // DVD, digital television and camcorders with tapes or discs; Video CD is the same code.
  ...['mpeg2video', 'mpeg1video'],
  // Ogg, as Wikimedia keeps its films.
  'theora',
  // What editors hand over: Final Cut Pro and Resolve, Avid.
  ...['prores', 'dnxhd'],
  // Photo cameras that film, and webcams.
  'mjpeg',
  // Archives, and whoever keeps a screen recording without loss.
  'ffv1',
  // MiniDV tapes.
  'dvvideo',
] as const

export const allowedAudioDecoders = [
  // Telephones and the web.
  ...['aac', 'opus', 'vorbis'],
  // Music; television and Video CD have the layer below it, in the same code.
  ...['mp3float', 'mp2'],
  // Music without loss, Apple's and everybody's.
  ...['flac', 'alac'],
  // DVD and digital television; streaming services have its successor, in the same code.
  ...['ac3', 'eac3'],
  // Telephones before AAC.
  'amrnb',
  // Samples as they are, in the orders and widths that WAV, MOV, AVI and MXF have: one piece of code, and nothing to decode.
  ...['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_u8', 'pcm_f32le'],
] as const

/** Captions of text, opened only by the run that takes them out of a file: SubRip, SubStation Alpha, that of MP4 and that of the web. */
export const captionDecoders = ['srt', 'subrip', 'ass', 'ssa', 'mov_text', 'webvtt'] as const

/**
 * What a file may have beside what is played: captions, covers, and the sound of discs and television. It is listed or left out.
 * ffprobe would refuse the whole file if it might not open these, so it opens them for a report without frames; no packet is ever
 * given to one.
 */
export const unreadDecoders = {
  v: ['png', 'gif', 'bmp', 'webp', 'tiff'],
  a: ['dca', 'truehd', 'mlp', 'aac_latm', 'pcm_bluray', 'pcm_dvd'],
  s: [...captionDecoders, 'dvdsub', 'pgssub', 'dvbsub', 'xsub', 'cc_dec', 'libzvbi_teletextdec'],
} as const

/** One picture may hold this many pixels: 8K fits, a pixel flood does not. */
export const maximumPixels = 40_000_000

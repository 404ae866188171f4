/** Containers that StoryCanvas accepts, told by their first bytes and never by a name or a declared type. */
export type ContainerKind =
  | 'mp4'
  | 'matroska'
  | 'avi'
  | 'mpeg-ts'
  | 'mpeg-ps'
  | 'ogg'
  | 'flv'
  | 'mxf'
  | 'wav'
  | 'flac'
  | 'mp3'
  | 'aac'

/** How many bytes {@link sniffContainer} wants to see. */
export const sniffedBytes = 1024

/** The container that the first bytes of a file belong to, or null: playlists, scripts, pictures and text are none. */
export function sniffContainer(head: Uint8Array): ContainerKind | null {
  const text = (from: number, length: number): string => Buffer.from(head.subarray(from, from + length)).toString('latin1')
  const starts = (...bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte)
  if (head.length < 12) return null
  if (text(4, 4) === 'ftyp' && pictureBrands.includes(text(8, 4))) return null
  // QuickTime files from before brands begin with one of these boxes.
  if (['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'styp'].includes(text(4, 4))) return 'mp4'
  if (starts(0x1a, 0x45, 0xdf, 0xa3)) return 'matroska'
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'AVI ') return 'avi'
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WAVE') return 'wav'
  if (text(0, 4) === 'OggS') return 'ogg'
  if (starts(0x46, 0x4c, 0x56, 0x01)) return 'flv'
  if (text(0, 4) === 'fLaC') return 'flac'
  if (starts(0, 0, 1, 0xba)) return 'mpeg-ps'
  if (starts(0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0d, 0x01, 0x02)) return 'mxf'
  if (isTransportStream(head)) return 'mpeg-ts'
  if (text(0, 3) === 'ID3') return 'mp3'
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) return 'aac'
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) >= 0xe2) return 'mp3'
  return null
}

/** What a person calls a file of a common kind that is not accepted, by its first bytes. */
export function nameOfOther(head: Uint8Array): string | null {
  const text = Buffer.from(head).toString('latin1')
  return otherKinds.find(([, begin]) => begin.test(text))?.[0] ?? null
}

const otherKinds: readonly (readonly [string, RegExp])[] = [
  ['a Windows Media file (WMV)', /^\x30\x26\xb2\x75/],
  ['a RealMedia file', /^\.RMF/],
  ['a GIF picture', /^GIF8/],
  ['a PNG picture', /^\x89PNG/],
  ['a JPEG picture', /^\xff\xd8\xff/],
  ['a WebP picture', /^RIFF....WEBP/s],
  ['a HEIF or AVIF picture', /^....ftyp(?:avi|hei|hev|mif|msf)/s],
  ['a raw DV recording', /^\x1f\x07\x00/],
  ['an AIFF file', /^FORM....AIF/s],
  ['a Flash animation', /^[FCZ]WS/],
  ['a playlist', /^(?:#EXTM3U|ffconcat|\[playlist\])/],
  ['a Zip archive', /^PK\x03\x04/],
  ['a PDF document', /^%PDF/],
]

/** Brands of still pictures in the same box format (AVIF, HEIF). */
const pictureBrands = ['avif', 'avis', 'heic', 'heix', 'hevc', 'hevx', 'mif1', 'msf1']

/** Packets of 188 bytes, or of 192 with a time stamp before each, as cameras write them. */
function isTransportStream(head: Uint8Array): boolean {
  const sync = (first: number, step: number): boolean => [0, 1, 2, 3].every(i => head[first + i * step] === 0x47)
  return sync(0, 188) || sync(4, 192)
}

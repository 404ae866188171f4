/** A result on a server. Its names come from there: they go back into requests and are never a path of ours. */
export type Output = OutputFile | OutputText

export type OutputFile = {
  readonly kind: 'file'
  /** Judged by its extension; what it really is shows when it has been read. */
  readonly medium: 'image' | 'video' | 'audio' | 'other'
  readonly nodeId: string
  /** False for previews and other things that the server throws away. */
  readonly isKept: boolean
  readonly source: OutputSource
}

export type OutputSource =
  /** A file below ComfyUI's folders. */
  | { readonly kind: 'view'; readonly filename: string; readonly subfolder: string; readonly type: 'output' | 'temp' | 'input' }
  /** Bytes that came with the answer. */
  | { readonly kind: 'inline'; readonly base64: string }
  /** An address that the server names. Fetch it with a client that judges addresses, and without keys. */
  | { readonly kind: 'url'; readonly url: string }

export type OutputText = { readonly kind: 'text'; readonly nodeId: string; readonly text: string }

const media: readonly (readonly ['image' | 'video' | 'audio', RegExp])[] = [
  ['image', /\.(png|jpe?g|webp|gif|avif|bmp|tiff?|exr)$/i],
  ['video', /\.(mp4|webm|mov|mkv|avi|m4v)$/i],
  ['audio', /\.(flac|wav|mp3|ogg|opus|m4a)$/i],
]

export function mediumOf(filename: string): OutputFile['medium'] {
  return media.find(([, pattern]) => pattern.test(filename))?.[0] ?? 'other'
}

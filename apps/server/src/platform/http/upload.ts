import type { Readable } from 'node:stream'

/** The one file of a multipart request, not yet read. It must be read to its end or destroyed. */
export type UploadedFile = { stream: Readable; fileName: string; declaredType: string; maxBytes: number; isTruncated(): boolean }

/** sha256 of the bytes, 64 lower-case hexadecimal digits: the name of a blob. */
export type BlobHash = string & { readonly brand: 'BlobHash' }

/** The only door from a string to a blob: what passes can neither climb out of a directory nor mean anything else. */
export function isBlobHash(text: unknown): text is BlobHash {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)
}

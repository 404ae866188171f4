import { inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Largest text that is unfolded, in bytes. */
const maxText = 32 * 1024 * 1024

export function isPng(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(8, bytes.byteLength)).equals(signature)
}

/** Texts of a PNG by keyword (PNG, 3rd edition, §11.3.3: tEXt, zTXt, iTXt). What is broken is left out. */
export function readPngTexts(bytes: Uint8Array): ReadonlyMap<string, string> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const texts = new Map<string, string>()
  for (let at = signature.byteLength; at + 12 <= file.byteLength; ) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    if (at + 12 + length > file.byteLength || type === 'IEND') break
    const read = readText(type, file.subarray(at + 8, at + 8 + length))
    if (read !== undefined) texts.set(...read)
    at += 12 + length
  }
  return texts
}

function readText(type: string, data: Buffer): [string, string] | undefined {
  const end = data.indexOf(0)
  if (end < 1 || end > 79 || data.byteLength > maxText) return undefined
  const keyword = data.toString('latin1', 0, end)
  if (type === 'tEXt') return [keyword, data.toString('latin1', end + 1)]
  if (type === 'zTXt') return unfolded(keyword, data.subarray(end + 2), 'latin1')
  if (type !== 'iTXt') return undefined
  const isFolded = data[end + 1] === 1
  const language = data.indexOf(0, end + 3)
  const translated = data.indexOf(0, language + 1)
  if (language < 0 || translated < 0) return undefined
  const body = data.subarray(translated + 1)
  return isFolded ? unfolded(keyword, body, 'utf8') : [keyword, body.toString('utf8')]
}

function unfolded(keyword: string, body: Buffer, encoding: 'latin1' | 'utf8'): [string, string] | undefined {
  try {
    return [keyword, inflateSync(body, { maxOutputLength: maxText }).toString(encoding)]
  } catch {
    return undefined
  }
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Key, KeyRing } from '../secrets/key.ts'

/** Grants run out at the end of the next of these windows, so that an address stays the same for a while and can be cached. */
const windowMs = 6 * 60 * 60 * 1000
const remembered = 20_000

/**
 * Addresses that open one thing for a while without an account: an HMAC over what they open and when they end stands in
 * the path, so relative addresses below them inherit it. The key is made at the first start and used for nothing else.
 */
export function createGrants(keys: KeyRing, now: () => number = Date.now) {
  const sign = ({ secret }: Key, subject: string, ends: number) =>
    createHmac('sha256', secret)
      .update(`${ends.toString(36)}\n${subject}`)
      .digest()
      .subarray(0, 18)
      .toString('base64url')

  // A list says the same addresses again and again within a window.
  let given = new Map<string, string>()
  let givenUntil = 0

  return {
    /** The path segment that grants `subject` for six to twelve hours. */
    grant(subject: string): string {
      const ends = (Math.floor(now() / windowMs) + 2) * windowMs
      if (ends !== givenUntil || given.size >= remembered) given = new Map()
      givenUntil = ends
      const segment = given.get(subject) ?? `${ends.toString(36)}.${sign(keys[0], subject, ends)}`
      given.set(subject, segment)
      return segment
    },
    /** True while a segment grants this subject. */
    grants(segment: string, subject: string): boolean {
      const [end = '', signature = '', ...rest] = segment.split('.')
      const ends = Number.parseInt(end, 36)
      // Only as it was written: parsing forgives capitals and whatever stands behind the number.
      const isWellFormed = Number.isSafeInteger(ends) && ends.toString(36) === end && rest.length === 0
      if (!isWellFormed || ends < now()) return false
      const given = Buffer.from(signature)
      return keys.some(key => {
        const expected = Buffer.from(sign(key, subject, ends))
        return expected.length === given.length && timingSafeEqual(expected, given)
      })
    },
  }
}
export type Grants = ReturnType<typeof createGrants>

/** Signed address of a blob. The media type stands in it, since a blob is only bytes. */
export function fileAddress(grants: Grants, hash: string, mediaType: string, downloadName?: string): string {
  const type = Buffer.from(mediaType).toString('base64url')
  const name = downloadName === undefined ? '' : `/${encodeURIComponent(downloadName)}`
  return `/files/${grants.grant(`file\n${hash}\n${type}`)}/${hash}/${type}${name}`
}

import { createHash, randomBytes } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { findKey, type KeyRing } from '../platform/secrets/key.ts'

const issuer = 'storycanvas'
const audience = 'storycanvas api'
export const accessTokenMinutes = 10

/** Who an access token speaks for. */
export type AccessClaims = { accountId: string; sessionId: string }

export async function signAccessToken(
  keys: KeyRing,
  { accountId, sessionId }: AccessClaims,
  now: Date,
): Promise<{ token: string; expiresAt: string }> {
  const expires = new Date(now.getTime() + accessTokenMinutes * 60_000)
  const token = await new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: keys[0].id })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(accountId)
    .setIssuedAt(now)
    .setExpirationTime(expires)
    .sign(keys[0].secret)
  return { token, expiresAt: expires.toISOString() }
}

/** Verified tokens that are remembered at once; a token is good for minutes and comes with every request. */
const remembered = 10_000

/**
 * Gives the claims of a token that we signed and that has not run out; null for anything else. A signature is checked once
 * for each token: that was a seventh of the work of a request.
 */
export function createTokenReader(keys: KeyRing): (token: string) => Promise<AccessClaims | null> {
  const verified = new Map<string, { claims: AccessClaims; endsAt: number }>()
  return async token => {
    const found = verified.get(token)
    if (found) return Date.now() < found.endsAt ? found.claims : null
    const read = await verify(keys, token)
    if (!read) return null
    if (verified.size >= remembered) verified.clear()
    verified.set(token, read)
    return read.claims
  }
}

async function verify(keys: KeyRing, token: string): Promise<{ claims: AccessClaims; endsAt: number } | null> {
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => keyNamed(keys, kid), {
      algorithms: ['HS256'],
      typ: 'at+jwt',
      issuer,
      audience,
      requiredClaims: ['sub', 'sid', 'exp'],
    })
    return { claims: { accountId: String(payload.sub), sessionId: String(payload.sid) }, endsAt: Number(payload.exp) * 1000 }
  } catch {
    return null
  }
}

function keyNamed(keys: KeyRing, id: string | undefined) {
  const key = findKey(keys, id ?? '')
  if (!key) throw new Error('The token was signed with a key of somebody else.')
  return key.secret
}

export const apiKeyPrefix = 'sc_'
export const newRefreshToken = () => randomBytes(32).toString('base64url')
export const newApiKey = () => `${apiKeyPrefix}${randomBytes(32).toString('base64url')}`

/** Random tokens of 256 bits need no salt: what is stored only has to be useless to whoever reads it. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

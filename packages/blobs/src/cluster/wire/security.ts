import { createHash, timingSafeEqual } from 'node:crypto'
import { ChannelCredentials, Metadata, ServerCredentials, status } from '@grpc/grpc-js'

/** PEM. Both ends show a certificate of the same authority. */
export type Certificates = { readonly authority: Buffer; readonly certificate: Buffer; readonly key: Buffer }

/** How nodes and those who use them know each other. Neither is needed on one machine; each alone is enough elsewhere. */
export type Security = { readonly token?: string; readonly certificates?: Certificates }

export const clientCredentials = ({ certificates }: Security): ChannelCredentials =>
  certificates === undefined
    ? ChannelCredentials.createInsecure()
    : ChannelCredentials.createSsl(certificates.authority, certificates.key, certificates.certificate)

export const serverCredentials = ({ certificates }: Security): ServerCredentials =>
  certificates === undefined
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(
        certificates.authority,
        [{ private_key: certificates.key, cert_chain: certificates.certificate }],
        true,
      )

export function callMetadata({ token }: Security): Metadata {
  const metadata = new Metadata()
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`)
  return metadata
}

/**
 * Whether a call brings the token. Digests are compared, so that neither its bytes nor its length show in the time.
 *
 * @param authorization as the call brings it
 */
export function isAllowed({ token }: Security, authorization: string | undefined): boolean {
  return token === undefined || timingSafeEqual(sha256(authorization ?? ''), sha256(`Bearer ${token}`))
}

/** What a caller hears that is not. */
export const notAllowed = { code: status.UNAUTHENTICATED, details: 'This node wants its token: authorization: Bearer …' }

const sha256 = (text: string) => createHash('sha256').update(text).digest()

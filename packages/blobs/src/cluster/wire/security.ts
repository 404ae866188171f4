import { createHash, timingSafeEqual } from 'node:crypto'
import { ChannelCredentials, Metadata, ServerCredentials } from '@grpc/grpc-js'

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

/** Whether a call brings the token. Digests are compared, so that neither its bytes nor its length show in the time. */
export function isAllowed({ token }: Security, metadata: Metadata): boolean {
  if (token === undefined) return true
  const given = String(metadata.get('authorization')[0] ?? '')
  return timingSafeEqual(sha256(given), sha256(`Bearer ${token}`))
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()

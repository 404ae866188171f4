import type { Media } from '../../platform/media/media.ts'
import { ProviderError, type ProviderPicture, type ProviderRequest } from '../providers/provider.ts'
import { storedIn } from './stored.ts'

/** Roles of pictures that a hosted service takes beside the one that it starts from. */
const roles: { readonly [setting: string]: ProviderPicture['role'] } = { mask: 'mask' }

/** The request with the bytes of the pictures that its settings name: hosted services are sent them in the call itself. */
export async function withStoredPictures(media: Pick<Media, 'readWhole'>, request: ProviderRequest): Promise<ProviderRequest> {
  const named = storedIn(request.parameters ?? {}).flatMap(({ name, ...file }) => {
    const role = roles[name]
    return role ? [{ role, ...file }] : []
  })
  const pictures = await Promise.all(
    named.map(async ({ role, mediaType, hash }) => ({ role, mediaType, bytes: await readGuide(media, hash) })),
  )
  return { ...request, pictures: [...request.pictures, ...pictures] }
}

/** @throws ProviderError: nothing was asked of anybody yet */
export async function readGuide(media: Pick<Media, 'readWhole'>, hash: string): Promise<Buffer> {
  try {
    return await media.readWhole(hash)
  } catch (cause) {
    throw new ProviderError('not-there', 'A file that goes into it cannot be read here.', {
      code: 'no-picture',
      retry: 'nowhere',
      cause,
    })
  }
}

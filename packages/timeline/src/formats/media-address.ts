import type { Media } from '../model.ts'

// RFC 3986 path characters beside letters and digits; editors trip over the other legal ones (`'`, `(`, `;`) unescaped.
const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment.toWellFormed()).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const decodeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    // A plain path may hold a bare `%`, which is then itself.
    return segment
  }
}

const isUrl = (address: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(address)

const encodePath = (path: string): string => path.split('/').map(encodeSegment).join('/')

/**
 * Where a media file lies, percent-encoded: a `file:///` URL, or a relative reference starting with `./` while neither the
 * media's own address nor `base` says where it starts; null when the media has no address.
 */
export const mediaAddress = (media: Media, base?: string): string | null => {
  if (media.url === undefined || media.url === '') return null
  if (isUrl(media.url) && !/^[a-z]:[\\/]/i.test(media.url)) {
    const path = /^file:(?:\/\/(?:localhost)?)?(\/.*)$/i.exec(media.url)?.[1]
    if (path === undefined) return encodeURI(decodeSegment(media.url.toWellFormed()))
    return `file://${path
      .split('/')
      .map(decodeSegment)
      .map(encodeSegment)
      .join('/')
      .replace(/^\/([A-Za-z])%3A\//, '/$1:/')}`
  }
  const path = media.url.replaceAll('\\', '/')
  if (/^[a-z]:\//i.test(path)) return `file:///${path.slice(0, 2)}${encodePath(path.slice(2))}`
  if (path.startsWith('/')) return `file://${encodePath(path)}`
  const relative = encodePath(path.replace(/^(\.\/)+/, ''))
  return base === undefined ? `./${relative}` : `${base.replace(/\/*$/, '/')}${relative}`
}

/** The address as a plain path, for formats that hold no URLs; null when the media has none. */
export const mediaPath = (media: Media, base?: string): string | null => {
  const address = mediaAddress(media, base)
  if (address === null) return null
  const path = address.split('/').map(decodeSegment).join('/')
  return path
    .replace(/^file:\/\/\/([A-Za-z]:)/, '$1')
    .replace(/^file:\/\//, '')
    .replace(/^\.\//, '')
}

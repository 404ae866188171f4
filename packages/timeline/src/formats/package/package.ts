import { strToU8, zipSync } from 'fflate'
import type { Media, Timeline } from '../../model.ts'
import { fileName } from '../file-name.ts'
import type { WriteSettings, Written, WrittenFile } from '../format.ts'

/** A media file that belongs into a package: its place in it, and the media whose bytes go there. */
export type PackagedMedia = { readonly path: string; readonly mediaId: string }

export type Package = {
  /** Files of the cut, with paths inside the package. */
  readonly files: readonly WrittenFile[]
  /** Media to be put beside them, which the files name by these relative paths. */
  readonly media: readonly PackagedMedia[]
  readonly losses: Written['losses']
}

const extensionOf = (media: Media): string => /\.[A-Za-z0-9]{1,5}$/.exec(media.url?.split(/[?#]/)[0] ?? media.name)?.[0] ?? ''

/** Paths for all media, in one folder and without two alike on file systems that ignore case. */
const mediaPaths = (timeline: Timeline): PackagedMedia[] => {
  const taken = new Set<string>()
  return Object.values(timeline.media).map(media => {
    const extension = extensionOf(media)
    const base = fileName(
      media.name.endsWith(extension) && extension !== '' ? media.name.slice(0, -extension.length) : media.name,
    )
    let path = `Media/${base}${extension}`
    for (let copy = 2; taken.has(path.toLowerCase()); copy++) path = `Media/${base}-${copy}${extension}`
    taken.add(path.toLowerCase())
    return { path, mediaId: media.id }
  })
}

/**
 * A cut in any format together with its media: the files name the media by paths relative to themselves, so that the folder
 * can lie anywhere. The bytes of the media are the caller's to put under `media[].path`.
 * @throws InvalidTimeline
 */
export const packageWith = (timeline: Timeline, write: (timeline: Timeline, settings: WriteSettings) => Written): Package => {
  const media = mediaPaths(timeline)
  const paths = new Map(media.map(one => [one.mediaId, one.path]))
  const relative = Object.fromEntries(
    Object.entries(timeline.media).map(([id, one]) => [id, { ...one, url: `./${paths.get(id)}` }]),
  )
  const { files, losses } = write({ ...timeline, media: relative }, {})
  return { files, media, losses }
}

/** Zip entries carry a date; a fixed one gives the same bytes for the same cut. */
const mtime = new Date(1980, 0, 1, 12)

/** The files of a written format as one zip, for downloads without media. */
export const zipFiles = (files: readonly WrittenFile[]): Uint8Array =>
  zipSync(Object.fromEntries(files.map(file => [file.name, 'text' in file ? strToU8(file.text) : file.bytes])), {
    mtime,
    level: 6,
  })

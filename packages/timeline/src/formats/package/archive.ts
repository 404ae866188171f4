import { unzipSync } from 'fflate'
import { longestFile } from '../limits.ts'
import { UnreadableTimeline } from '../unreadable.ts'

/** A file of an archive by its path in it. */
export type ArchivedFile = { readonly name: string; readonly bytes: Uint8Array }

/** What holds a whole cut, the format that keeps most of it first. */
const kinds = [/\.storycanvas\.json$/i, /\.fcpxml$/i, /\.otio$/i, /\.mlt$/i, /\.xml$/i, /\.edl$/i]

const isCut = (name: string): boolean => !/(^|\/)(__MACOSX\/|\.)/.test(name) && kinds.some(kind => kind.test(name))

/**
 * The files of a zip or `.otioz` archive that hold its cut: one, or the lists of one cut in order. Media are not unpacked.
 * @throws UnreadableTimeline for what is no archive, holds no cut, or unpacks to more than a timeline may have.
 */
export const cutInArchive = (archive: Uint8Array): ArchivedFile[] => {
  const refuse = (element: string, reason: string, cause?: unknown): never => {
    throw new UnreadableTimeline('Archive', 1, element, reason, { cause })
  }
  let room = longestFile
  const unpack = (): { [name: string]: Uint8Array } => {
    try {
      return unzipSync(archive, {
        filter: ({ name, originalSize }) => {
          if (!isCut(name)) return false
          room -= originalSize
          return room >= 0 || refuse(name, `unpacks to more than the limit of ${longestFile} bytes`)
        },
      })
    } catch (cause) {
      if (cause instanceof UnreadableTimeline) throw cause
      return refuse('document', 'is no archive that can be unpacked', cause)
    }
  }
  const files = Object.entries(unpack()).map(([name, bytes]) => ({ name, bytes }))
  const kind = kinds.find(one => files.some(({ name }) => one.test(name))) ?? refuse('document', 'holds no timeline')
  const found = files.filter(({ name }) => kind.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1))
  return kind.test('.edl') ? found : found.slice(0, 1)
}

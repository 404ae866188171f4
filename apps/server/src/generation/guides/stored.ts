/** A file that goes into a request, by what it is and the sha256 of its bytes: equal requests are equal by its name alone. */
type StoredGuide = { mediaType: string; hash: string }

/** As it stands among the settings of a request, under the name that the preset gives it. */
export const writeStored = ({ mediaType, hash }: StoredGuide): string => `${mediaType};sha256=${hash}`

/** The settings that are files: nobody types these, whatever a text looks like. */
export const fileSettings = { picture: 'image', mask: 'mask', 'last-frame': 'lastImage', voice: 'audio' } as const
const names: ReadonlySet<string> = new Set(Object.values(fileSettings))

/** Null for every other setting. */
function readStored(value: unknown): StoredGuide | null {
  const [, mediaType, hash] = typeof value === 'string' ? (/^([a-z]+\/[\w.+-]+);sha256=([0-9a-f]{64})$/.exec(value) ?? []) : []
  return mediaType && hash ? { mediaType, hash } : null
}

/** The settings that are files, by name. */
export const storedIn = (settings: Readonly<Record<string, unknown>>): (StoredGuide & { name: string })[] =>
  Object.entries(settings).flatMap(([name, value]) => {
    const stored = names.has(name) ? readStored(value) : null
    return stored ? [{ name, ...stored }] : []
  })

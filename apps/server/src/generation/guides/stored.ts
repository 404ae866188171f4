/** A file that goes into a request, by what it is and the sha256 of its bytes: equal requests are equal by its name alone. */
export type StoredGuide = { mediaType: string; hash: string }

/** As it stands among the settings of a request, under the name that the preset gives it. */
export const writeStored = ({ mediaType, hash }: StoredGuide): string => `${mediaType};sha256=${hash}`

/** Null for every other setting. */
export function readStored(value: unknown): StoredGuide | null {
  const [, mediaType, hash] = typeof value === 'string' ? (/^([a-z]+\/[\w.+-]+);sha256=([0-9a-f]{64})$/.exec(value) ?? []) : []
  return mediaType && hash ? { mediaType, hash } : null
}

/** The settings that are files, by name. */
export const storedIn = (settings: Readonly<Record<string, unknown>>): (StoredGuide & { name: string })[] =>
  Object.entries(settings).flatMap(([name, value]) => {
    const stored = readStored(value)
    return stored ? [{ name, ...stored }] : []
  })

/** Files that are asked for again and again are sent from here; what is larger is streamed. Bytes. */
const largestKept = 8 * 1024 * 1024
const shelfBytes = 64 * 1024 * 1024
/** What may be on its way to slow readers at once beyond what lies here; more is streamed as it is taken. */
const mostReading = 128 * 1024 * 1024

/** The files that were asked for last, whole, up to a few dozen megabytes together. Two who ask at once share one read. */
export function createShelf(read: (hash: string) => Promise<Buffer>, most = shelfBytes) {
  const kept = new Map<string, Buffer>()
  const reading = new Map<string, Promise<Buffer>>()
  let bytes = 0
  let under = 0

  const keep = (hash: string, whole: Buffer) => {
    kept.set(hash, whole)
    bytes += whole.length
    for (const [oldest, { length }] of kept) {
      if (bytes <= most) break
      kept.delete(oldest)
      bytes -= length
    }
  }
  const fetch = (hash: string, size: number) => {
    under += size
    const whole = read(hash)
      .then(found => {
        keep(hash, found)
        return found
      })
      .finally(() => {
        under -= size
        reading.delete(hash)
      })
    reading.set(hash, whole)
    return whole
  }
  return {
    /** The bytes of a part, `end` not included; null for what had better be streamed. */
    async part(hash: string, size: number, { start, end } = { start: 0, end: size }): Promise<Buffer | null> {
      const here = kept.get(hash)
      if (here) {
        // The newest stands last.
        kept.delete(hash)
        kept.set(hash, here)
        return here.subarray(start, end)
      }
      if (size > largestKept || (under + size > mostReading && !reading.has(hash))) return null
      return (await (reading.get(hash) ?? fetch(hash, size))).subarray(start, end)
    },
  }
}

/** Files that are asked for again and again are sent from here; what is larger is streamed. Bytes. */
const largestKept = 8 * 1024 * 1024
const shelfBytes = 64 * 1024 * 1024
/** What one read brings is not worth a stream. */
const smallest = 1024 * 1024
/** What may be on its way to slow readers at once beyond what lies here; more is streamed as it is taken. */
const mostReading = 128 * 1024 * 1024

/**
 * The files that were asked for last, whole, up to a few dozen megabytes together. Two who ask at once share one read. A larger
 * one is taken in when it is asked for again before as many bytes as there is room for went by: what only passes costs no
 * memory, and takes nobody's place.
 */
export function createShelf(read: (hash: string) => Promise<Buffer>, most = shelfBytes) {
  const kept = new Map<string, Buffer>()
  const reading = new Map<string, Promise<Buffer>>()
  const passed = new Map<string, number>()
  let bytes = 0
  let passedBytes = 0
  let underBytes = 0

  const isAskedAgain = (hash: string, size: number): boolean => {
    passedBytes -= passed.get(hash) ?? 0
    if (passed.delete(hash)) return true
    passed.set(hash, size)
    passedBytes += size
    for (const [oldest, length] of passed) {
      if (passedBytes <= most) break
      passed.delete(oldest)
      passedBytes -= length
    }
    return false
  }

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
    underBytes += size
    const whole = read(hash)
      .then(found => {
        keep(hash, found)
        return found
      })
      .finally(() => {
        underBytes -= size
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
      const coming = reading.get(hash)
      if (coming) return (await coming).subarray(start, end)
      if (size > largestKept || underBytes + size > mostReading) return null
      if (size > smallest && !isAskedAgain(hash, size)) return null
      return (await fetch(hash, size)).subarray(start, end)
    },
  }
}

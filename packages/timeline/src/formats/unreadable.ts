/** A file that is no timeline, or one that is refused: where, and why. */
export class UnreadableTimeline extends Error {
  readonly format: string
  /** From 1; null where the fault has no line (a whole file that is too large). */
  readonly line: number | null
  /** The element, event or path at fault: `asset-clip`, `event 012`, `tracks.children[2]`. */
  readonly element: string | null
  readonly reason: string

  constructor(format: string, line: number | null, element: string | null, reason: string, options?: ErrorOptions) {
    super(
      [format, line === null ? null : `line ${line}`, element]
        .filter(part => part !== null)
        .join(', ')
        .concat(`: ${reason}`),
      options,
    )
    this.name = 'UnreadableTimeline'
    this.format = format
    this.line = line
    this.element = element
    this.reason = reason
  }
}

/** Longer files are refused before anything is built from them: 10,000 clips make 3 to 25 million characters. */
export const longestFile = 64 * 2 ** 20

/** @throws UnreadableTimeline for a file over the limit. */
export const requireReadableSize = (format: string, text: string): void => {
  if (text.length > longestFile)
    throw new UnreadableTimeline(format, 1, 'document', `${text.length} characters are more than the limit of ${longestFile}`)
}

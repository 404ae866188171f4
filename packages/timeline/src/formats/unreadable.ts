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

import type { Edges } from '../../layout.ts'
import type { Clip, Marker, Media, Timeline, Track } from '../../model.ts'
import type { Fraction } from '../../time/fraction.ts'
import type { XmlWriter } from '../../xml/writer.ts'
import type { FcpxmlTarget } from './options.ts'
import type { Resources } from './resources.ts'

/** What every part of the document is written with. */
export type Page = {
  readonly xml: XmlWriter
  readonly timeline: Timeline
  readonly target: FcpxmlTarget
  readonly resources: Resources
}

/** A clip on its way into the document. */
export type PlacedClip = {
  readonly clip: Clip
  readonly media: Media
  readonly track: Track
  readonly edges: Edges
  /** Position in the parent's time. */
  readonly offset: Fraction
  readonly lane: number | null
}

/** What hangs on an item of the primary storyline: called with the item's local time at its first frame. */
export type Attachments = {
  readonly anchored: readonly ((local: Fraction) => void)[]
  readonly markers: readonly Marker[]
}

export const noAttachments: Attachments = { anchored: [], markers: [] }

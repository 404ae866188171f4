import type { Rate } from '../../../model.ts'
import { longest } from '../../../check/values.ts'
import { divide, type Fraction, fraction } from '../../../time/fraction.ts'
import { rateOf } from '../../../time/rate.ts'
import { lineOf, type JsonPath, pathText } from '../../json/line-of.ts'
import { UnreadableTimeline } from '../../unreadable.ts'

/** A document with the elements of its `children` folded. */
export type OtioDocument = { readonly text: string; readonly element: (index: number) => unknown }

/** One object of an OTIO document, with its place for refusals. */
export class OtioNode {
  readonly #document: OtioDocument
  readonly path: JsonPath
  readonly value: { readonly [key: string]: unknown }

  constructor(document: OtioDocument, path: JsonPath, value: unknown) {
    this.#document = document
    this.path = path
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.value = this.refuse('is no object')
    else this.value = value as { [key: string]: unknown }
  }

  refuse(reason: string): never {
    throw new UnreadableTimeline('OpenTimelineIO', lineOf(this.#document.text, this.path), pathText(this.path), reason)
  }

  /** `Clip` of `Clip.2`. */
  get schema(): string {
    const name = this.value['OTIO_SCHEMA']
    return typeof name === 'string' ? (name.split('.')[0] ?? '') : this.refuse('has no OTIO_SCHEMA')
  }

  get name(): string {
    const name = this.value['name']
    return typeof name === 'string' ? name : ''
  }

  /** A child object; null where there is none. */
  child(key: string): OtioNode | null {
    const value = this.value[key]
    return value === undefined || value === null ? null : new OtioNode(this.#document, [...this.path, key], value)
  }

  /** The objects of a list, each made when its turn comes: they need not all be there at once. */
  *each(key: 'children' | 'effects' | 'markers'): Generator<OtioNode> {
    const value = this.value[key] ?? []
    if (!Array.isArray(value)) this.refuse(`${key} is no list`)
    for (const [index, one] of (value as readonly unknown[]).entries()) {
      const whole = key === 'children' && typeof one === 'number' ? this.#document.element(one) : one
      yield new OtioNode(this.#document, [...this.path, key, index], whole)
    }
  }

  /** What our writer left in `metadata.storycanvas`. */
  note(): { readonly [key: string]: unknown } {
    const metadata = this.value['metadata']
    const note = typeof metadata === 'object' && metadata !== null ? (metadata as { storycanvas?: unknown }).storycanvas : null
    return typeof note === 'object' && note !== null ? (note as { [key: string]: unknown }) : {}
  }

  /** A `RationalTime` as exact seconds and the rate that it counts in. */
  time(key: string): { readonly seconds: Fraction; readonly rate: Rate } | null {
    const node = this.child(key)
    if (!node) return null
    const [value, rate] = [node.value['value'], node.value['rate']]
    if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > longest * 1000)
      return node.refuse(`value ${String(value)} is no time`)
    if (typeof rate !== 'number' || !(rate > 0) || rate > 1e6) return node.refuse(`rate ${String(rate)} is no rate`)
    const exact = rateOf(rate)
    // Times between frames occur; a thousandth of a frame is finer than any of them.
    const frames = Number.isInteger(value) ? fraction(value) : fraction(Math.round(value * 1000), 1000)
    return { seconds: divide(frames, fraction(exact.num, exact.den)), rate: exact }
  }

  range(
    key: string,
  ): { readonly start: Fraction; readonly duration: Fraction; readonly startRate: Rate; readonly rate: Rate } | null {
    const node = this.child(key)
    if (!node) return null
    const [start, duration] = [node.time('start_time'), node.time('duration')]
    if (!start || !duration) return node.refuse('has no start_time and duration')
    if (duration.seconds.num < 0) return node.refuse('has a negative duration')
    return { start: start.seconds, duration: duration.seconds, startRate: start.rate, rate: duration.rate }
  }
}

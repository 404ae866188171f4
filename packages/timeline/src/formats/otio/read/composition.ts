import { add, compare, type Fraction, fraction } from '../../../time/fraction.ts'
import { activeReference } from './media.ts'
import type { OtioNode } from './node.ts'

const deepest = 50

/** Exact seconds that an item takes on its track. */
export const compositionDuration = (node: OtioNode, depth = 0): Fraction => {
  if (depth > deepest) return node.refuse(`compositions nested more than ${deepest} deep`)
  const own = node.range('source_range')
  if (own) return own.duration
  const zero = fraction(0)
  if (node.schema === 'Transition') return zero
  if (node.schema === 'Clip') {
    const range = activeReference(node)?.range('available_range')
    return range ? range.duration : node.refuse('has neither a source range nor media of known length')
  }
  const parts = Array.from(node.each('children'), one => compositionDuration(one, depth + 1))
  if (node.schema === 'Stack') return parts.reduce((longest, part) => (compare(part, longest) > 0 ? part : longest), zero)
  return parts.reduce((sum, part) => add(sum, part), zero)
}

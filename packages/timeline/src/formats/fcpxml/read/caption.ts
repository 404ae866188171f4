import { add, type Fraction, fraction } from '../../../time/fraction.ts'
import { child, type XmlElement } from '../../../xml/document.ts'
import type { Reading } from './item.ts'
import { durationOf, framesAt, parseNote } from './value.ts'

/** Adds a caption that begins at `record` to the timeline. */
export const parseCaption = (element: XmlElement, record: Fraction, { draft, rate }: Reading): void => {
  if (element.attributes['enabled'] === '0') {
    draft.note(element, `Caption “${element.attributes['name'] ?? ''}” is disabled and left out.`)
    return
  }
  const start = framesAt(element, record, rate)
  const end = framesAt(element, add(record, durationOf(element, 'duration') ?? fraction(0)), rate)
  if (start < 0 || end <= start) {
    draft.note(element, `Caption “${element.attributes['name'] ?? ''}” has no place on the timeline.`)
    return
  }
  const text = element.children
    .filter(one => one.name === 'text')
    .map(one => one.text.trim() + one.children.map(run => run.text).join(''))
    .join('\n')
  const note = parseNote(child(element, 'note')?.text)
  draft.captions.push({
    id: draft.id(typeof note['id'] === 'string' ? note['id'] : 'caption'),
    start,
    duration: end - start,
    text,
    speaker: typeof note['speaker'] === 'string' ? note['speaker'] : null,
  })
}

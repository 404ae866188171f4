import type { RefObject } from 'react'
import * as Y from 'yjs'
import { colourOf, type Person, usePeople } from './people.ts'
import styles from './Live.module.css'

type Props = {
  projectId: string
  field: string
  doc: Y.Doc | null
  hidden?: number
  within: RefObject<HTMLTextAreaElement | null>
}

/** Carets and selections of the others, over a text field: the same text once more, invisible, with marks in it. */
export function Carets({ projectId, field, doc, hidden = 0, within }: Props) {
  const others = usePeople(projectId).filter(({ place }) => place.text?.field === field)
  const text = doc?.getText('text').toJSON().slice(hidden) ?? ''
  const element = within.current
  if (!doc || !element || others.length === 0) return null
  const { font, padding, lineHeight, letterSpacing, borderWidth } = getComputedStyle(element)
  const { offsetLeft: left, offsetTop: top, clientWidth: width, clientHeight: height, scrollTop: scroll } = element
  return (
    <div className={styles.carets} aria-hidden style={{ left, top, width, height, borderWidth }}>
      {others.map(person => {
        const [from, to] = selectionOf(person, doc, hidden)
        return (
          <div
            key={person.line}
            className={styles.mirror}
            style={{ top: -scroll, font, padding, lineHeight, letterSpacing, '--colour': colourOf(person.accountId) }}
          >
            {text.slice(0, from)}
            <mark className={styles.selected}>{text.slice(from, to)}</mark>
            <span className={styles.caret} data-name={person.name} />
            {text.slice(to)}
          </div>
        )
      })}
    </div>
  )
}

function selectionOf({ place }: Person, doc: Y.Doc, hidden: number): [number, number] {
  const at = (position: string | undefined) => {
    try {
      return Y.createAbsolutePositionFromRelativePosition(JSON.parse(position ?? '') as Y.RelativePosition, doc)?.index ?? 0
    } catch {
      return 0
    }
  }
  const places = [at(place.text?.anchor), at(place.text?.head)].sort((a, b) => a - b)
  return [Math.max(0, (places[0] ?? 0) - hidden), Math.max(0, (places[1] ?? 0) - hidden)]
}

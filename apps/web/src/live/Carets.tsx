import type { RefObject } from 'react'
import * as Y from 'yjs'
import { colourOf, type Person, usePeople } from './people.ts'
import styles from './Live.module.css'

type Props = {
  projectId: string
  field: string
  words: Y.Text | null
  within: RefObject<HTMLTextAreaElement | null>
}

/** Carets and selections of the others, over a text field: the same text once more, invisible, with marks in it. */
export function Carets({ projectId, field, words, within }: Props) {
  const others = usePeople(projectId).flatMap(person => {
    const selection = words && person.place.text?.field === field ? selectionOf(person, words) : null
    return selection ? [{ person, selection }] : []
  })
  const text = words?.toJSON() ?? ''
  const element = within.current
  if (!element || others.length === 0) return null
  const { font, padding, lineHeight, letterSpacing, borderWidth } = getComputedStyle(element)
  const { offsetLeft: left, offsetTop: top, clientWidth: width, clientHeight: height, scrollTop: scroll } = element
  return (
    <div className={styles.carets} aria-hidden style={{ left, top, width, height, borderWidth }}>
      {others.map(({ person, selection: [from, to] }) => (
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
      ))}
    </div>
  )
}

/** What somebody has selected in these words; null where they are in others of the same field. */
function selectionOf({ place }: Person, words: Y.Text): [number, number] | null {
  const at = (position: string | undefined) => {
    try {
      if (!words.doc) return null
      const found = Y.createAbsolutePositionFromRelativePosition(JSON.parse(position ?? '') as Y.RelativePosition, words.doc)
      return found?.type === words ? found.index : null
    } catch {
      return null
    }
  }
  const [anchor, head] = [at(place.text?.anchor), at(place.text?.head)]
  return anchor === null || head === null ? null : [Math.min(anchor, head), Math.max(anchor, head)]
}

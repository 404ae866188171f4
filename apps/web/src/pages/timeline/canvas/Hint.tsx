import type { DeskStore } from '../desk/desk.ts'
import { useStore } from '../desk/store.ts'
import styles from '../Timeline.module.css'

/** By how much what is in the hand would be moved or trimmed. */
export function Hint({ desk }: { desk: DeskStore }) {
  const hint = useStore(desk, ({ hand }) => hand?.hint ?? '')
  return hint ? <div className={styles.hint}>{hint}</div> : null
}

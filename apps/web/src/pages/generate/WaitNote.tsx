import styles from './Generate.module.css'

/** Why nothing of it would be made now. */
export const WaitNote = ({ reason }: { reason: string }) => (
  <div className={styles.wait} role="note">
    <b>It would wait</b>
    <span>{reason}</span>
  </div>
)

import { CloseButton } from '@mantine/core'
import styles from './Queue.module.css'
import type { Outcomes } from './useJobs.ts'

/** What became of each job of a command to many: how many it worked for, and why not for the others. */
export function OutcomeList({ outcomes: { did, done, refused }, onClose }: { outcomes: Outcomes; onClose: () => void }) {
  return (
    <div className={styles.outcomes} role="status">
      <div>
        <b>
          {did}: {done} of {done + refused.length}
        </b>
        {refused.length > 0 && (
          <ul>
            {refused.map(({ id, title, why }) => (
              <li key={id}>
                {title}: {why}
              </li>
            ))}
          </ul>
        )}
      </div>
      <CloseButton size="sm" aria-label="Close the outcomes" onClick={onClose} />
    </div>
  )
}

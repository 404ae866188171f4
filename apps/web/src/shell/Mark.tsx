import type { ReactNode } from 'react'
import styles from './Mark.module.css'

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet'

/** A state in a word, with a dot in the colour that means it. The word carries the meaning; the colour only helps. */
export function Mark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles.mark} data-tone={tone}>
      {children}
    </span>
  )
}

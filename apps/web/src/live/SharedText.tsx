import type { TextareaProps } from '@mantine/core'
import { useRef, useState } from 'react'
import { GrowingText } from '../fields/GrowingText.tsx'
import { Carets } from './Carets.tsx'
import { tellFieldSelection } from './people.ts'
import { boundTo, useSharedText } from './useSharedText.ts'
import styles from './Live.module.css'

type Props = Pick<TextareaProps, 'label' | 'placeholder' | 'description' | 'variant' | 'aria-label'> & {
  projectId: string
  /** `<scene or panel>.<id>.<column>` */
  field: string
  /** What the project's tree says, until the text itself has come. */
  value: string
  /** Smallest height in lines. */
  lines: number
}

/** A text of several lines that several people write at once, with the carets of the others. */
export function SharedText({ projectId, field, value, lines, ...props }: Props) {
  const ref = useRef<HTMLTextAreaElement>(null)
  /** The field that somebody has gone into: only then is its text asked for. */
  const [wanted, setWanted] = useState<string | null>(null)
  const shared = useSharedText(projectId, field, value, ref, { isWanted: wanted === field })
  const words = shared.doc?.getText('text') ?? null
  const tell = tellFieldSelection(projectId, field, words)
  return (
    <div className={styles.field} onFocus={() => setWanted(field)}>
      <GrowingText {...props} {...boundTo(shared)} ref={ref} error={shared.error} lines={lines} {...tell} />
      <Carets projectId={projectId} field={field} words={words} within={ref} />
    </div>
  )
}

import { Button, CloseButton } from '@mantine/core'
import type { Job } from '@storycanvas/api'
import { commandsFor } from './keys.ts'
import styles from './Queue.module.css'
import type { Command } from './useJobs.ts'

const labels: Record<Command, string> = {
  raise: 'Raise',
  lower: 'Lower',
  hold: 'Hold back',
  release: 'Let go on',
  retry: 'Try again',
  cancel: 'Cancel',
  clear: 'Take out of the list',
}

type Props = {
  chosen: readonly Job[]
  isBusy: boolean
  onCommand: (what: Command) => void
  onFirst: () => void
  onNone: () => void
}

/** What can be done with the selected jobs. */
export function SelectionBar({ chosen, isBusy, onCommand, onFirst, onNone }: Props) {
  const [first] = chosen
  return (
    <div className={styles.selection} role="toolbar" aria-label="Selected jobs">
      <span className={styles.count}>{chosen.length} selected</span>
      {chosen.length === 1 && first?.state === 'queued' && (
        <Button size="compact-xs" variant="default" disabled={isBusy} onClick={onFirst}>
          To the front
        </Button>
      )}
      {commandsFor(chosen).map(what => (
        <Button key={what} size="compact-xs" variant="default" disabled={isBusy} onClick={() => onCommand(what)}>
          {labels[what]}
        </Button>
      ))}
      <CloseButton size="sm" ml="auto" aria-label="Select nothing" onClick={onNone} />
    </div>
  )
}

import { Button, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.css'
import { notifications } from '@mantine/notifications'
import type { Icon } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import styles from './FileDrop.module.css'

type Props = {
  /** What the zone is called, and its hidden input. */
  label: string
  choose: string
  icon: Icon
  title: string
  button: string
  children: ReactNode
  megabytes: number
  /** Said where what was dropped is not taken. */
  refusal: string
  isBusy?: boolean
  onFile: (file: File) => void
}

/** Takes one file, dropped or chosen. */
export function FileDrop({ icon: Picture, megabytes, refusal, children, ...props }: Props) {
  const open = useRef<() => void>(null)
  return (
    <Dropzone
      className={styles.drop}
      multiple={false}
      maxSize={megabytes * 1_000_000}
      loading={props.isBusy ?? false}
      openRef={open}
      enablePointerEvents
      // The button inside opens the files; a drop zone that is a button itself would hide it from screen readers.
      activateOnClick={false}
      activateOnKeyboard={false}
      inputProps={{ 'aria-label': props.choose }}
      role="group"
      tabIndex={-1}
      aria-label={props.label}
      onDrop={([file]) => file && props.onFile(file)}
      onReject={() => notifications.show({ color: 'red', title: refusal, message: `Drop one file of at most ${megabytes} MB.` })}
    >
      <div className={styles.offer}>
        <Picture size={26} stroke={1.4} aria-hidden color="var(--faint)" />
        <div>
          <Text size="sm" fw={500}>
            {props.title}
          </Text>
          <Text size="xs" c="dimmed">
            {children}
          </Text>
        </div>
        <Button variant="default" onClick={() => open.current?.()}>
          {props.button}
        </Button>
      </div>
    </Dropzone>
  )
}

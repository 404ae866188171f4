import { Button, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.css'
import { notifications } from '@mantine/notifications'
import { IconFileImport } from '@tabler/icons-react'
import { useRef } from 'react'
import styles from './Home.module.css'

/** The server takes no more; 10,000 clips are 3 to 25 MB. */
const LARGEST = 32_000_000

export type DroppedCut = { fileName: string; text: string }

/** Takes the file of a cut that an editor has written. */
export function CutDrop({ onCut }: { onCut: (cut: DroppedCut) => void }) {
  const open = useRef<() => void>(null)
  return (
    <Dropzone
      className={styles.drop}
      multiple={false}
      maxSize={LARGEST}
      openRef={open}
      enablePointerEvents
      // The button inside opens the files; a drop zone that is a button itself would hide it from screen readers.
      activateOnClick={false}
      activateOnKeyboard={false}
      inputProps={{ 'aria-label': 'Choose a cut' }}
      role="group"
      tabIndex={-1}
      aria-label="Bring a cut home"
      onDrop={([file]) => void file?.text().then(text => onCut({ fileName: file.name, text }))}
      onReject={() =>
        notifications.show({ color: 'red', title: 'This file is no cut', message: 'Drop one file of at most 32 MB.' })
      }
    >
      <div className={styles.offer}>
        <IconFileImport size={28} stroke={1.4} aria-hidden color="var(--faint)" />
        <div>
          <Text size="sm" fw={500}>
            Drop the file that your editor has written
          </Text>
          <Text size="xs" c="dimmed">
            FCPXML, Final Cut Pro 7 XML, EDL, OpenTimelineIO, Shotcut or a StoryCanvas timeline. You see what changed before
            anything is taken over.
          </Text>
        </div>
        <Button variant="default" onClick={() => open.current?.()}>
          Choose a file
        </Button>
      </div>
    </Dropzone>
  )
}

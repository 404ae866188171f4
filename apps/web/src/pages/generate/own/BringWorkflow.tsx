import { Button, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.css'
import { notifications } from '@mantine/notifications'
import type { GenerationServer } from '@storycanvas/api'
import { IconSitemap } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { complain } from '../../../api/actions.tsx'
import { type Dropped, readDropped } from './dropped.ts'
import styles from './Own.module.css'
import { useAddPreset } from './useAddPreset.ts'
import { WorkflowDialog } from './WorkflowDialog.tsx'
import { WrongFile } from './WrongFile.tsx'

/** The server takes no more; workflows have kilobytes, and pictures with one in them some megabytes. */
const LARGEST = 20_000_000

type Props = { servers: readonly GenerationServer[]; onAdded: (preset: string) => void }

/** Takes a ComfyUI workflow, whose inputs are then mapped, or a preset that is written out. */
export function BringWorkflow({ servers, onAdded }: Props) {
  const open = useRef<() => void>(null)
  const [workflow, setWorkflow] = useState<Extract<Dropped, { kind: 'workflow' }> | null>(null)
  const add = useAddPreset(onAdded)
  const take = async (file: File) => {
    const dropped = readDropped(file.name, new Uint8Array(await file.arrayBuffer()))
    add.reset()
    if (dropped.kind === 'workflow') setWorkflow(dropped)
    else add.mutate({ preset: dropped.preset })
  }
  return (
    <Stack gap="sm" mb="sm">
      <Dropzone
        className={styles.drop}
        multiple={false}
        maxSize={LARGEST}
        loading={add.isPending}
        openRef={open}
        enablePointerEvents
        // The button inside opens the files; a drop zone that is a button itself would hide it from screen readers.
        activateOnClick={false}
        activateOnKeyboard={false}
        inputProps={{ 'aria-label': 'Choose a workflow' }}
        role="group"
        tabIndex={-1}
        aria-label="Bring a workflow"
        onDrop={([file]) => file && void take(file).catch(complain)}
        onReject={() =>
          notifications.show({ color: 'red', title: 'This is no workflow', message: 'Drop one file of at most 20 MB.' })
        }
      >
        <div className={styles.offer}>
          <IconSitemap size={24} stroke={1.4} aria-hidden color="var(--faint)" />
          <div>
            <Text size="sm" fw={500}>
              Draw with a workflow of your own
            </Text>
            <Text size="xs" c="dimmed">
              Drop what ComfyUI saved: a workflow, one in API format, or a picture that it made. You see what was understood
              before anything is added. A preset that is written out is added as it is.
            </Text>
          </div>
          <Button variant="default" onClick={() => open.current?.()}>
            Bring a workflow
          </Button>
        </div>
      </Dropzone>
      {add.error && <WrongFile title="The preset cannot be added" error={add.error} />}
      {workflow && (
        <WorkflowDialog
          fileName={workflow.fileName}
          bytes={workflow.bytes}
          servers={servers}
          onAdded={onAdded}
          onClose={() => setWorkflow(null)}
        />
      )}
    </Stack>
  )
}

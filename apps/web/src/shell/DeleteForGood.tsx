import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Complaint } from './Complaint.tsx'

type Props = {
  /** What goes with it. */
  children: ReactNode
  opened: boolean
  onClose: () => void
  deletion: { mutate: () => void; isPending: boolean; error: Error | null }
}

/** Asks before something goes for good, which cannot be taken back. */
export function DeleteForGood({ children, opened, onClose, deletion }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Delete for good?">
      <Stack>
        <Text size="sm">{children}</Text>
        {deletion.error && <Complaint error={deletion.error} />}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button color="red.9" loading={deletion.isPending} onClick={() => deletion.mutate()}>
            Delete for good
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

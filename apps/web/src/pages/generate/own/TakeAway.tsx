import { ActionIcon, Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { PresetNow } from '@storycanvas/api'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { refresh, useAction } from '../../../api/actions.tsx'
import { keys } from '../../../api/queries.ts'
import { server } from '../../../api/server.ts'
import { Complaint } from '../../../shell/Complaint.tsx'
import styles from './Own.module.css'

type Props = {
  preset: PresetNow
  /** Somebody else has to take the keyboard: the button that had it is gone. */
  onGone: () => void
}

/** Offers an own preset no longer; asks first, since everybody here draws with it. */
export function TakeAway({ preset: { id, name }, onGone }: Props) {
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const remove = useAction({
    async run() {
      await server.deletePreset({ params: { preset: id } })
      await refresh(keys.presets, keys.generationServers)
    },
    done: onGone,
    quiet: true,
  })
  return (
    <>
      <ActionIcon className={styles.takeAway} size="sm" aria-label={`Take away ${name}`} onClick={() => setAsking(true)}>
        <IconTrash size={14} aria-hidden />
      </ActionIcon>
      <Modal opened={isAsking} onClose={close} title={`Take away “${name}”?`}>
        <Stack>
          <Text size="sm">
            Nobody here is offered it any more. Takes that were made with it stay, and can still be made again.
          </Text>
          {remove.error && <Complaint error={remove.error} />}
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={close}>
              Keep it
            </Button>
            <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
              Take it away
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

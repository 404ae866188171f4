import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { complain } from './actions.tsx'

const STAYS_MS = 12_000

/** Says what was done and offers to take it back. Returns the id of what it shows. */
export function offerUndo(said: string, undo: () => Promise<unknown>, label = 'Undo'): string {
  const takeBack = () => {
    notifications.hide(id)
    undo().catch(complain)
  }
  const id = notifications.show({
    autoClose: STAYS_MS,
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <span>{said}</span>
        <Button size="compact-xs" variant="default" flex="none" onClick={takeBack}>
          {label}
        </Button>
      </Group>
    ),
  })
  return id
}

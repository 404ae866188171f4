import { Kbd, Modal, SimpleGrid, Stack, Table, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useSyncExternalStore } from 'react'
import { shortcuts } from './shortcuts.ts'

const changes = new EventTarget()
let isOpen = false
function setOpen(next: boolean) {
  isOpen = next
  changes.dispatchEvent(new Event('change'))
}
export const openKeyboardMap = () => setOpen(true)
const subscribe = (heard: () => void) => {
  changes.addEventListener('change', heard)
  return () => changes.removeEventListener('change', heard)
}

export function KeyboardMap() {
  const opened = useSyncExternalStore(subscribe, () => isOpen)
  useHotkeys([['shift+?', openKeyboardMap]], undefined, false)
  return (
    <Modal opened={opened} onClose={() => setOpen(false)} title="Keyboard shortcuts" size="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {shortcuts.map(({ place, keys }) => (
          <Stack key={place} gap="xs">
            <Title order={3} size="h5">
              {place}
            </Title>
            <Table verticalSpacing={3} withRowBorders={false}>
              <Table.Tbody>
                {keys.map(([pressed, does]) => (
                  <Table.Tr key={pressed}>
                    <Table.Td w={130}>
                      <Kbd size="xs">{pressed}</Kbd>
                    </Table.Td>
                    <Table.Td>{does}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  )
}

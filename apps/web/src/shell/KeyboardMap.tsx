import { Kbd, Modal, SimpleGrid, Stack, Table, Title } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { catalogue, type PlaceOfKeys } from './commands/catalogue.ts'
import { spelled } from './commands/keys.ts'

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

const places: readonly PlaceOfKeys[] = catalogue

/** Every key of the app, from the same catalogue that binds them. */
export function KeyboardMap() {
  const opened = useSyncExternalStore(subscribe, () => isOpen)
  return (
    <Modal opened={opened} onClose={() => setOpen(false)} title="Keyboard shortcuts" size="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {places.map(({ id, title, entries }) => (
          <Stack key={id} gap="xs">
            <Title order={3} size="h5">
              {title}
            </Title>
            <Table verticalSpacing={3} withRowBorders={false}>
              <Table.Tbody>
                {entries
                  .filter(({ keys }) => keys.length > 0)
                  .map(({ id, keys, label }) => (
                    <Table.Tr key={id}>
                      <Table.Td w={150}>
                        {spelled(keys).map(pressed => (
                          <Kbd key={pressed} size="xs" mr={4}>
                            {pressed}
                          </Kbd>
                        ))}
                      </Table.Td>
                      <Table.Td>{label}</Table.Td>
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

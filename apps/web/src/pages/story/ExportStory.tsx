import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useAction } from '../../api/actions.tsx'
import { saveScreenplay } from './saveScreenplay.ts'

/** The screenplay as a file for other writing programs. */
export function ExportStory({ projectId }: { projectId: string }) {
  const download = useAction({ run: (format: 'fountain' | 'fdx') => saveScreenplay(projectId, format) })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          loading={download.isPending}
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label="Export the screenplay"
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => download.mutate('fountain')}>Fountain (.fountain)</Menu.Item>
        <Menu.Item onClick={() => download.mutate('fdx')}>Final Draft (.fdx)</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

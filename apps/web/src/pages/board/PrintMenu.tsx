import { ActionIcon, Menu } from '@mantine/core'
import type { StoryboardLayout } from '@storycanvas/api'
import { IconPrinter } from '@tabler/icons-react'
import { useAction } from '../../api/actions.tsx'
import { saveAs } from '../../api/download.ts'
import { server } from '../../api/server.ts'

const papers: { layout: StoryboardLayout; label: string }[] = [
  { layout: '3x3', label: 'PDF, nine panels a page' },
  { layout: '2x3', label: 'PDF, six with captions beside them' },
  { layout: 'single', label: 'PDF, one panel a page' },
]

/** The board to take along: on paper, or as one picture. */
export function PrintMenu({ projectId, disabled }: { projectId: string; disabled: boolean }) {
  const params = { id: projectId }
  const print = useAction({
    run: async (layout: StoryboardLayout) =>
      saveAs(await server.printStoryboard({ params, query: { layout } }), 'storyboard.pdf'),
  })
  const sheet = useAction({
    run: async () => saveAs(await server.getContactSheet({ params, query: {} }), 'contact sheet.png'),
  })
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label="Print the board" disabled={disabled} loading={print.isPending || sheet.isPending}>
          <IconPrinter size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {papers.map(({ layout, label }) => (
          <Menu.Item key={layout} onClick={() => print.mutate(layout)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => sheet.mutate()}>Contact sheet (PNG)</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

import { Button, CloseButton, Group, Stack, Title } from '@mantine/core'
import type { Panel, ProjectTree } from '@storycanvas/api'
import { IconBrush } from '@tabler/icons-react'
import type { ProjectEditor } from '../../../api/editing.ts'
import { Comments } from '../../../live/Comments.tsx'
import styles from '../Board.module.css'
import { DialogueFields } from './DialogueFields.tsx'
import { PanelFailure } from './PanelFailure.tsx'
import { PromptPreview } from './PromptPreview.tsx'
import { ShotFields } from './ShotFields.tsx'
import { Takes } from './Takes.tsx'

type Props = { panel: Panel; tree: ProjectTree; edit: ProjectEditor; isDrawing: boolean; onDraw: () => void; onClose: () => void }

/** Everything about one panel, beside the board. */
export function PanelInspector({ panel, tree, edit, isDrawing, onDraw, onClose }: Props) {
  const isWorking = panel.status === 'queued' || panel.status === 'drawing'
  return (
    <aside className={styles.side} aria-label="Panel">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h5">
            Panel
          </Title>
          <CloseButton aria-label="Close the panel" onClick={onClose} />
        </Group>
        {panel.chosenTake && <img className={styles.shown} src={panel.chosenTake.url} alt={panel.description} />}
        {panel.status === 'failed' && <PanelFailure panel={panel} />}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconBrush size={16} aria-hidden />}
          loading={isDrawing || isWorking}
          onClick={onDraw}
        >
          {panel.takeCount === 0 ? 'Draw' : 'Redraw with a new seed'}
        </Button>
        {panel.takeCount > 0 && <Takes panel={panel} />}
        <ShotFields panel={panel} tree={tree} save={fields => edit.savePanel(panel.id, fields, panel.version)} />
        <DialogueFields panel={panel} characters={tree.characters} />
        <PromptPreview panelId={panel.id} />
        <Comments key={panel.id} projectId={panel.projectId} target={{ kind: 'panel', id: panel.id }} />
      </Stack>
    </aside>
  )
}

import { Button, CloseButton, Group, Stack, Title } from '@mantine/core'
import type { Panel, ProjectTree } from '@storycanvas/api'
import { IconBrush } from '@tabler/icons-react'
import { memo, type ReactNode } from 'react'
import type { ProjectEditor } from '../../../api/editing.ts'
import { Comments } from '../../../live/Comments.tsx'
import { SharedText } from '../../../live/SharedText.tsx'
import { useFocusBack } from '../../../shell/useFocusBack.ts'
import styles from '../Board.module.css'
import { DialogueFields } from './DialogueFields.tsx'
import { LengthFields } from './LengthFields.tsx'
import { PanelFailure } from './PanelFailure.tsx'
import { PictureFields } from './PictureFields.tsx'
import { PromptPreview } from './PromptPreview.tsx'
import { ShotFields } from './ShotFields.tsx'
import { Takes } from './Takes.tsx'
import { useSlices } from './useSlices.ts'

type Props = {
  panel: Panel
  tree: ProjectTree
  edit: ProjectEditor
  isDrawing: boolean
  /** The keyboard rests on this panel, and does not fly past others. */
  isStill: boolean
  onDraw: (panelId: string) => void
  onClose: () => void
}

type Content = (panel: Panel, given: Pick<Props, 'tree' | 'edit'>) => ReactNode

/** From top to bottom, what is shown of a panel in one go. Fields stay for the next panel; what has a draft of its own does not. */
const slices: readonly Content[] = [
  panel => panel.takeCount > 0 && <Takes key={panel.id} panel={panel} />,
  panel => (
    <SharedText
      label="Description"
      lines={3}
      value={panel.description}
      projectId={panel.projectId}
      field={`panel.${panel.id}.description`}
    />
  ),
  (panel, { edit }) => <ShotFields panel={panel} save={fields => edit.savePanel(panel.id, fields, panel.version)} />,
  (panel, { edit }) => <LengthFields panel={panel} save={fields => edit.savePanel(panel.id, fields, panel.version)} />,
  (panel, { tree, edit }) => (
    <PictureFields panel={panel} characters={tree.characters} save={fields => edit.savePanel(panel.id, fields, panel.version)} />
  ),
  (panel, { tree }) => <DialogueFields key={panel.id} panel={panel} characters={tree.characters} />,
  panel => <PromptPreview panelId={panel.id} />,
  panel => <Comments key={panel.id} projectId={panel.projectId} target={{ kind: 'panel', id: panel.id }} />,
]

type SliceProps = Pick<Props, 'tree' | 'edit'> & { panel: Panel | undefined; content: Content }
const Slice = memo(({ panel, content, ...given }: SliceProps) => panel && content(panel, given))

/** Everything about one panel, beside the board. */
export function PanelInspector({ panel, tree, edit, isDrawing, isStill, onDraw, onClose }: Props) {
  const isWorking = panel.status === 'queued' || panel.status === 'drawing'
  useFocusBack()
  const [, ...shown] = useSlices(panel, slices.length + 1, isStill)
  return (
    <aside className={styles.side} aria-label="Panel">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h5">
            Panel
          </Title>
          <CloseButton aria-label="Close the panel" onClick={onClose} />
        </Group>
        {panel.chosenTake && (
          <img key={panel.chosenTake.id} className={styles.shown} src={panel.chosenTake.url} alt={panel.description} />
        )}
        {panel.status === 'failed' && <PanelFailure panel={panel} />}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconBrush size={16} aria-hidden />}
          loading={isDrawing || isWorking}
          onClick={() => onDraw(panel.id)}
        >
          {panel.takeCount === 0 ? 'Draw' : 'Redraw with a new seed'}
        </Button>
        {slices.map((slice, at) => (
          <Slice key={at} panel={shown[at]} tree={tree} edit={edit} content={slice} />
        ))}
      </Stack>
    </aside>
  )
}

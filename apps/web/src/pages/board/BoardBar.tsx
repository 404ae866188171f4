import { ActionIcon, Button, Menu, Progress, SegmentedControl, Text } from '@mantine/core'
import { IconBrush, IconChevronDown, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useFocusBack } from '../../shell/useFocusBack.ts'
import { BatchEdit } from './BatchEdit.tsx'
import styles from './Board.module.css'
import { PrintMenu } from './PrintMenu.tsx'
import type { BoardStory } from './story.ts'
import type { Drawing, What } from './useDrawing.ts'

export type CardSize = 'small' | 'medium' | 'large'
/** Smallest width of a card in CSS pixels. */
export const cardWidths: Record<CardSize, number> = { small: 150, medium: 220, large: 340 }

type Props = {
  projectId: string
  story: BoardStory
  selectedCount: number
  batch: Drawing['current']
  isStarting: boolean
  isStopping: boolean
  size: CardSize
  selected: () => string[]
  onDraw: (what: What) => void
  onCancel: (batchId: string) => void
  onSize: (size: CardSize) => void
  onPlay: () => void
  onDelete: () => void
}

export function BoardBar({ projectId, story, selectedCount, batch, isStarting, isStopping, size, selected, ...on }: Props) {
  const { panels, missing, stale, failed } = story
  return (
    <div className={styles.bar}>
      <Button.Group>
        <Button
          size="xs"
          leftSection={<IconBrush size={16} aria-hidden />}
          loading={isStarting}
          disabled={panels.length === 0}
          onClick={() => on.onDraw({})}
        >
          Draw all panels
        </Button>
        <Menu>
          <Menu.Target>
            <Button size="xs" px={6} aria-label="More ways to draw">
              <IconChevronDown size={14} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={missing === 0} onClick={() => on.onDraw({ onlyMissing: true })}>
              Draw the {missing} without a picture
            </Menu.Item>
            <Menu.Item disabled={stale.length === 0} onClick={() => on.onDraw({ panelIds: [...stale] })}>
              Draw the {stale.length} that have changed
            </Menu.Item>
            <Menu.Item disabled={failed.length === 0} onClick={() => on.onDraw({ panelIds: [...failed] })}>
              Try the {failed.length} that failed again
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      {selectedCount > 0 && <Selected {...{ projectId, story, selectedCount, selected }} {...on} />}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        disabled={panels.length === 0}
        onClick={on.onPlay}
      >
        Play animatic
      </Button>
      <PrintMenu projectId={projectId} disabled={panels.length === 0} />
      {batch && <BatchProgress batch={batch} isStopping={isStopping} onCancel={() => on.onCancel(batch.id)} />}
      <Text size="xs" c="dimmed" ml="auto">
        {panels.length - missing} of {panels.length} drawn
        {failed.length > 0 && `, ${failed.length} failed`}
      </Text>
      <SegmentedControl
        size="xs"
        aria-label="Size of the cards"
        data={[
          { value: 'small', label: 'S' },
          { value: 'medium', label: 'M' },
          { value: 'large', label: 'L' },
        ]}
        value={size}
        onChange={value => on.onSize(value)}
      />
    </div>
  )
}

type SelectedProps = Pick<Props, 'projectId' | 'story' | 'selectedCount' | 'selected' | 'onDraw' | 'onDelete'>

/** What can be done with the selected panels; when none is left the keyboard is on the board again. */
function Selected({ projectId, story, selectedCount, selected, onDraw, onDelete }: SelectedProps) {
  useFocusBack()
  return (
    <>
      <Button size="xs" variant="default" onClick={() => onDraw({ panelIds: selected() })}>
        Draw selected ({selectedCount})
      </Button>
      <BatchEdit projectId={projectId} count={selectedCount} panelIds={selected} characters={story.characters} />
      <ActionIcon aria-label={`Delete selected (${selectedCount})`} onClick={onDelete}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </>
  )
}

type BatchProps = { batch: NonNullable<Drawing['current']>; isStopping: boolean; onCancel: () => void }

function BatchProgress({ batch, isStopping, onCancel }: BatchProps) {
  const done = batch.succeeded + batch.failed + batch.cancelled
  const share = (done / Math.max(1, batch.total)) * 100
  return (
    <div className={styles.progress} role="status">
      <span>
        Drawing {done} of {batch.total}
      </span>
      <Progress value={share} aria-label="Panels drawn" flex={1} />
      <Button size="compact-xs" variant="default" loading={isStopping} onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}

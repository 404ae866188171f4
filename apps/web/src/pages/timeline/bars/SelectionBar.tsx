import { ActionIcon, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconTrash } from '@tabler/icons-react'
import { useStore } from '../desk/store.ts'
import type { Workbench } from '../desk/workbench.ts'
import { findClip } from '../edits/tracks.ts'
import { run } from '../keys/run.ts'
import styles from '../Timeline.module.css'
import { ClipBar } from './ClipBar.tsx'
import { MarkerBar } from './MarkerBar.tsx'
import { TransitionBar } from './TransitionBar.tsx'

type Props = { bench: Workbench; projectId: string }

/** What is selected, whatever that is. */
export function SelectionBar({ bench, projectId }: Props) {
  const selection = useStore(bench.desk, ({ selection }) => selection)
  const drafts = useStore(bench.desk, ({ drafts }) => drafts)
  // What is being named goes on being the same thing when the server gives it its id.
  const keyOf = (id: string) => drafts.get(id) ?? id
  const { timeline } = bench.cut()
  const marker = timeline.markers.find(({ id }) => selection.marker !== null && keyOf(id) === keyOf(selection.marker))
  const chosen = selection.transition
  const track = timeline.tracks.find(({ id }) => id === chosen?.track)
  const transition = track?.transitions.find(({ cut }) => cut === chosen?.cut)
  const clips = [...selection.clips].flatMap(id => findClip(timeline, id) ?? [])
  const [first] = clips
  const said = marker?.name ?? (transition ? `${transition.kind} on ${track?.name}` : first?.clip.name)
  return (
    <div className={styles.bar} role="group" aria-label="Selection">
      <Group gap={2} wrap="nowrap">
        <ActionIcon
          aria-label="Select the clip before"
          onClick={() => run(bench, { kind: 'select', direction: -1, extend: false })}
        >
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label="Select the next clip" onClick={() => run(bench, { kind: 'select', direction: 1, extend: false })}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <VisuallyHidden role="status">
        {clips.length > 1 ? `Selected ${clips.length} clips` : said ? `Selected ${said}` : 'Nothing selected'}
      </VisuallyHidden>
      {marker && <MarkerBar key={keyOf(marker.id)} bench={bench} marker={marker} />}
      {transition && track && <TransitionBar bench={bench} track={track} transition={transition} />}
      {first && clips.length === 1 && (
        <ClipBar key={keyOf(first.clip.id)} bench={bench} clip={first.clip} track={first.track} projectId={projectId} />
      )}
      {clips.length > 1 && <Many bench={bench} count={clips.length} />}
      {!marker && !transition && !first && (
        <Text c="dimmed" size="sm">
          {timeline.tracks.some(({ clips }) => clips.length > 0)
            ? 'Select a clip to move or trim it. Drag its middle or its edges, or use the keys: press ? for all of them.'
            : 'Nothing is cut. Undo what was taken out, follow the board again, or begin with music: drop it on A1.'}
        </Text>
      )}
    </div>
  )
}

function Many({ bench, count }: { bench: Workbench; count: number }) {
  return (
    <>
      <Text fw={600}>{count} clips</Text>
      <Text c="dimmed" size="sm">
        Drag one of them to move all; , and . move them by a frame.
      </Text>
      <Group gap="xs" ml="auto">
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => run(bench, { kind: 'delete', ripple: false })}
        >
          Delete
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => run(bench, { kind: 'delete', ripple: true })}>
          Delete and close up
        </Button>
      </Group>
    </>
  )
}

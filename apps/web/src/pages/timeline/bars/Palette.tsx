import { ActionIcon, Group, Tooltip } from '@mantine/core'
import { IconBlendMode, IconContrast, IconTransitionRight } from '@tabler/icons-react'
import type { Workbench } from '../desk/workbench.ts'
import { ownTrack } from '../edits/tracks.ts'
import { nearestCut } from '../keys/at-cuts.ts'
import { carry, type TransitionKind } from './carried.ts'

const transitions: readonly { kind: TransitionKind; name: string; Icon: typeof IconContrast }[] = [
  { kind: 'dissolve', name: 'Dissolve', Icon: IconBlendMode },
  { kind: 'wipe', name: 'Wipe', Icon: IconTransitionRight },
  { kind: 'fade', name: 'Fade through black', Icon: IconContrast },
]

/** Transitions to be dragged onto a cut; pressed, they go to the cut nearest to the playhead. */
export function Palette({ bench }: { bench: Workbench }) {
  const put = (to: TransitionKind) => {
    const after = bench.perform(standing => {
      const { track, cut } = nearestCut(standing)
      return [{ kind: 'transition', track: ownTrack(track), cut, to }]
    })
    if (after && to !== 'fade') bench.select({ transition: nearestCut(bench.standing()) })
  }
  return (
    <Group gap={2} wrap="nowrap" role="group" aria-label="Transitions">
      {transitions.map(({ kind, name, Icon }) => (
        <Tooltip
          key={kind}
          label={`${name}: drag it onto a cut, or press for the cut nearest to the playhead`}
          multiline
          maw={240}
        >
          <ActionIcon
            aria-label={name}
            draggable
            onDragStart={event => {
              event.dataTransfer.setData('text/plain', name)
              event.dataTransfer.effectAllowed = 'copy'
              carry(kind)
            }}
            onDragEnd={() => carry(null)}
            onClick={() => put(kind)}
          >
            <Icon size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  )
}

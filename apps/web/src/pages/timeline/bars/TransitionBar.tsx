import { Button, Select, Text } from '@mantine/core'
import type { Track, Transition } from '@storycanvas/timeline'
import { IconTrash } from '@tabler/icons-react'
import type { Workbench } from '../desk/workbench.ts'
import { ownTrack } from '../edits/tracks.ts'
import { run } from '../keys/run.ts'
import { NumberField } from './NumberField.tsx'
import { wipes } from './wipes.ts'

type Props = { bench: Workbench; track: Track; transition: Transition }

/** The selected transition: what it is, and how far it reaches to either side of its cut. */
export function TransitionBar({ bench, track, transition }: Props) {
  const { kind, wipe, cut, inOffset, outOffset } = transition
  const change = (fields: { to?: 'dissolve' | 'wipe'; wipe?: number; inOffset?: number; outOffset?: number }) =>
    void bench.edit([
      {
        ...{ kind: 'transition', track: ownTrack(track.id), cut, to: kind, inOffset, outOffset },
        ...(wipe === null || fields.to === 'dissolve' ? {} : { wipe }),
        ...fields,
      },
    ])
  return (
    <>
      <Text fw={600}>Transition</Text>
      <Text c="dimmed" size="sm">
        {track.id}
      </Text>
      <Select
        w={210}
        aria-label="Kind of the transition"
        data={[{ value: 'dissolve', label: 'Dissolve' }, ...wipes]}
        value={kind === 'dissolve' ? 'dissolve' : String(wipe ?? 1)}
        onChange={value => change(value === 'dissolve' ? { to: 'dissolve' } : { to: 'wipe', wipe: Number(value) })}
      />
      <NumberField
        label="Before"
        name="Frames before the cut"
        {...{ min: 0, max: 10_000 }}
        value={inOffset}
        onChange={inOffset => change({ inOffset })}
      />
      <NumberField
        label="After"
        name="Frames after the cut"
        {...{ min: 0, max: 10_000 }}
        value={outOffset}
        onChange={outOffset => change({ outOffset })}
      />
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        ml="auto"
        leftSection={<IconTrash size={14} aria-hidden />}
        onClick={() => run(bench, { kind: 'delete', ripple: false })}
      >
        Delete
      </Button>
    </>
  )
}

import { Button, Select } from '@mantine/core'
import type { Marker, MarkerColour } from '@storycanvas/timeline'
import { IconTrash } from '@tabler/icons-react'
import type { Workbench } from '../desk/workbench.ts'
import { run } from '../keys/run.ts'
import { markerColours } from '../markers.ts'
import { TextField } from './TextField.tsx'
import { TimecodeField } from './TimecodeField.tsx'

type Props = { bench: Workbench; marker: Marker }
type Fields = Partial<Pick<Marker, 'at' | 'name' | 'note' | 'colour'>>

const colours = (Object.keys(markerColours) as MarkerColour[]).map(value => ({ value, label: value }))

/** The selected marker, to be named and coloured. */
export function MarkerBar({ bench, marker }: Props) {
  const { id, at, name, note, colour } = marker
  const { timeline } = bench.cut()
  const change = (fields: Fields) => void bench.edit([{ kind: 'marker', marker: { id, ...fields } }])
  return (
    <>
      <span aria-hidden style={{ width: 12, height: 12, borderRadius: 3, background: markerColours[colour] }} />
      <TextField isSelected name="Name of the marker" value={name} width={200} longest={300} save={name => change({ name })} />
      <Select
        w={110}
        aria-label="Colour of the marker"
        data={colours}
        value={colour}
        onChange={value => change({ colour: colours.find(one => one.value === value)?.value ?? colour })}
      />
      <TimecodeField
        label="At"
        name="Position of the marker, as timecode"
        frames={at + timeline.timecode.start}
        timeline={timeline}
        onChange={frames => change({ at: Math.max(0, frames - timeline.timecode.start) })}
      />
      <TextField
        mayBeEmpty
        name="Note of the marker"
        placeholder="Note"
        value={note}
        width={260}
        longest={5000}
        save={note => change({ note })}
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

import { Text, TextInput } from '@mantine/core'
import { parseTimecode, type Timeline } from '@storycanvas/timeline'
import { timecodeOf } from '../../../player/time.ts'
import { useDraft } from './useDraft.ts'

type Props = {
  label: string
  /** What a screen reader says, where the label alone would not do. */
  name: string
  frames: number
  timeline: Pick<Timeline, 'rate' | 'timecode'>
  width?: number
  onChange: (frames: number) => void
}

/** A position or a length as timecode. */
export function TimecodeField({ label, name, frames, timeline: { rate, timecode }, width = 138, onChange }: Props) {
  const { shown, hold, props } = useDraft(timecodeOf(frames, rate, timecode.dropFrame), draft => {
    try {
      onChange(parseTimecode(draft, rate, timecode.dropFrame).frames)
      return null
    } catch (reason) {
      return reason instanceof Error ? reason.message : String(reason)
    }
  })
  return (
    <TextInput
      {...props}
      size="xs"
      w={width}
      aria-label={name}
      leftSection={<Text size="xs">{label}</Text>}
      leftSectionWidth={label.length * 7 + 12}
      classNames={{ input: 'timecode' }}
      value={shown}
      onChange={event => hold(event.currentTarget.value)}
    />
  )
}

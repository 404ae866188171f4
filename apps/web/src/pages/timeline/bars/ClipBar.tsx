import { Button, Switch, Text } from '@mantine/core'
import type { TimelineEdit } from '@storycanvas/api'
import { type Clip, rescale, type Track } from '@storycanvas/timeline'
import { IconTrash } from '@tabler/icons-react'
import { TextLink } from '../../../shell/TextLink.tsx'
import type { Workbench } from '../desk/workbench.ts'
import { ownClip, ownTrack } from '../edits/tracks.ts'
import { run } from '../keys/run.ts'
import { NumberField } from './NumberField.tsx'
import { TextField } from './TextField.tsx'
import { TimecodeField } from './TimecodeField.tsx'

type Props = { bench: Workbench; clip: Clip; track: Track; projectId: string }

/** The selected clip in numbers: the same edits as by dragging, for the keyboard and for exactness. */
export function ClipBar({ bench, clip, track, projectId }: Props) {
  const { timeline, known } = bench.cut()
  const { rate, timecode, media } = timeline
  const clipId = ownClip(clip.id)
  const edit = (edit: TimelineEdit) => void bench.edit([edit])
  const set = (fields: Omit<Extract<TimelineEdit, { kind: 'set' }>, 'kind' | 'clipId'>) =>
    edit({ kind: 'set', clipId, ...fields })
  const end = clip.start + clip.duration
  const own = media[clip.mediaId]
  const sourceIn = own && own.kind !== 'image' ? rescale(clip.sourceIn, own.rate, rate, 'floor') : null
  const { panelId } = known.clip(clip)
  return (
    <>
      <TextField name="Name of the clip" value={clip.name} width={180} longest={300} save={name => set({ name })} />
      <Text c="dimmed" size="sm">
        {track.id}
      </Text>
      <TimecodeField
        label="In"
        name="Start of the clip, as timecode"
        frames={clip.start + timecode.start}
        timeline={timeline}
        onChange={frames =>
          edit({
            kind: 'move',
            clipId,
            track: ownTrack(track.id),
            startFrame: Math.max(0, frames - timecode.start),
            onto: 'overwrite',
          })
        }
      />
      <TimecodeField
        label="Out"
        name="End of the clip, as timecode"
        frames={end + timecode.start}
        timeline={timeline}
        onChange={frames => edit({ kind: 'trim', clipId, edge: 'out', by: frames - timecode.start - end })}
      />
      <TimecodeField
        label="Length"
        name="Length of the clip, as timecode"
        frames={clip.duration}
        timeline={timeline}
        width={154}
        onChange={frames => edit({ kind: 'trim', clipId, edge: 'out', by: Math.max(1, frames) - clip.duration })}
      />
      {sourceIn !== null && (
        <>
          <TimecodeField
            label="Source"
            name="First frame of the source, as timecode"
            frames={sourceIn}
            timeline={timeline}
            width={158}
            onChange={frames => edit({ kind: 'slip', clipId, by: frames - sourceIn })}
          />
          <NumberField
            label="Speed"
            name="Speed in percent"
            {...{ min: -10_000, max: 10_000, suffix: ' %', width: 108 }}
            value={Math.round((clip.speed.num / clip.speed.den) * 100)}
            onChange={percent => set({ speed: { num: percent, den: 100 } })}
          />
        </>
      )}
      {track.kind === 'audio' && (
        <NumberField
          label="Gain"
          name="Gain in decibels"
          {...{ min: -96, max: 24, decimals: 1, suffix: ' dB' }}
          value={clip.gainDb}
          onChange={gainDb => set({ gainDb })}
        />
      )}
      <NumberField
        label="Fade in"
        name="Fade in, in frames"
        {...{ min: 0, max: clip.duration - clip.fadeOut, width: 96 }}
        value={clip.fadeIn}
        onChange={fadeInFrames => set({ fadeInFrames })}
      />
      <NumberField
        label="Fade out"
        name="Fade out, in frames"
        {...{ min: 0, max: clip.duration - clip.fadeIn, width: 102 }}
        value={clip.fadeOut}
        onChange={fadeOutFrames => set({ fadeOutFrames })}
      />
      <Switch size="xs" label="On" checked={clip.enabled} onChange={event => set({ enabled: event.currentTarget.checked })} />
      {panelId && (
        <TextLink size="sm" to="/projects/$id/board" params={{ id: projectId }} search={{ panel: panelId }}>
          Its panel
        </TextLink>
      )}
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

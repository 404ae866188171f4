import { ActionIcon, FileButton, Group, Switch, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowBarToRight,
  IconArrowsExchange,
  IconArrowsHorizontal,
  IconBlade,
  IconMusicPlus,
  IconPointer,
  IconSeparatorVertical,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from '@tabler/icons-react'
import { useStore } from '../desk/store.ts'
import type { Workbench } from '../desk/workbench.ts'
import { run } from '../keys/run.ts'
import { placeMusic } from '../music.ts'
import { type ToolId, tools } from '../tools/tools.ts'
import { Palette } from './Palette.tsx'

const icons: Record<ToolId, typeof IconBlade> = {
  select: IconPointer,
  blade: IconBlade,
  ripple: IconArrowBarToRight,
  roll: IconSeparatorVertical,
  slip: IconArrowsHorizontal,
  slide: IconArrowsExchange,
}

/** Tools, transitions to be dragged onto cuts, undo, and the view. */
export function Toolbar({ bench }: { bench: Workbench }) {
  const { desk, cut, transport } = bench
  const tool = useStore(desk, ({ tool }) => tool)
  const snapping = useStore(desk, ({ snapping }) => snapping)
  const { undo, redo } = cut().timeline.metadata
  const act = (kind: 'undo' | 'redo' | 'fit' | 'snapping') => () => run(bench, { kind })
  return (
    <>
      <Group gap={2} wrap="nowrap" role="radiogroup" aria-label="Tools">
        {tools.map(({ id, name, keys, does }) => {
          const Icon = icons[id]
          return (
            <Tooltip key={id} label={`${name} (${keys[0]?.toUpperCase()}): ${does}`} multiline maw={260}>
              <ActionIcon
                role="radio"
                aria-checked={tool === id}
                aria-label={name}
                variant={tool === id ? 'filled' : 'subtle'}
                color={tool === id ? 'accent' : 'gray'}
                onClick={() => run(bench, { kind: 'tool', tool: id })}
              >
                <Icon size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )
        })}
      </Group>
      <Palette bench={bench} />
      <Group gap={4} ml="auto" wrap="nowrap">
        <FileButton
          multiple
          accept="audio/*"
          inputProps={{ 'aria-label': 'Music files' }}
          onChange={files => void placeMusic(bench, files, 'A1', transport.frame())}
        >
          {props => <Tool {...props} label="Add music at the playhead" Icon={IconMusicPlus} />}
        </FileButton>
        <Switch size="xs" label="Snap" checked={snapping} onChange={act('snapping')} />
        <Tool label={named('Undo', undo)} disabled={!undo} onClick={act('undo')} Icon={IconArrowBackUp} />
        <Tool label={named('Redo', redo)} disabled={!redo} onClick={act('redo')} Icon={IconArrowForwardUp} />
        <Tool label="Zoom out" onClick={() => run(bench, { kind: 'zoom', nearer: false })} Icon={IconZoomOut} />
        <Tool label="Zoom in" onClick={() => run(bench, { kind: 'zoom', nearer: true })} Icon={IconZoomIn} />
        <Tool label="Show the whole cut" onClick={act('fit')} Icon={IconZoomReset} />
      </Group>
    </>
  )
}

const named = (verb: string, label: unknown) => (typeof label === 'string' ? `${verb} ${label}` : verb)

type ToolProps = { label: string; disabled?: boolean; onClick: () => void; Icon: typeof IconBlade }

function Tool({ label, disabled = false, onClick, Icon }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} {...(disabled ? { 'data-disabled': true } : {})} aria-disabled={disabled} onClick={onClick}>
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

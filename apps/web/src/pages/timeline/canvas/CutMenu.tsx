import { Menu as Choices } from '@mantine/core'
import type { TimelineEdit } from '@storycanvas/api'
import { findClip, ownClip, ownTrack } from '../edits/tracks.ts'
import type { Workbench } from '../desk/workbench.ts'
import { bladed } from '../keys/commands.ts'
import { cutsOf } from '../keys/at-cuts.ts'
import { run } from '../keys/run.ts'
import type { Hit } from '../tools/hit.ts'
import { xOf } from './view.ts'

/** Where the menu was asked for, in CSS pixels of the canvas, and what lies there. */
export type Menu = { x: number; y: number; hit: Hit; frame: number }

/** A cut within so many pixels is meant by a click beside it. */
const NEAR = 60

type Props = { bench: Workbench; menu: Menu | null; onClose: () => void }

/** What can be done with what lies under the pointer. */
export function CutMenu({ bench, menu, onClose }: Props) {
  return (
    <Choices opened={menu !== null} onClose={onClose} position="bottom-start" offset={2} returnFocus>
      <Choices.Target>
        <div style={{ position: 'absolute', left: menu?.x ?? 0, top: menu?.y ?? 0 }} aria-hidden />
      </Choices.Target>
      <Choices.Dropdown onPointerDown={event => event.stopPropagation()}>
        {menu && <ForClip bench={bench} menu={menu} />}
        {menu && <ForCut bench={bench} menu={menu} />}
        <Choices.Label>Here</Choices.Label>
        <Choices.Item
          onClick={() => {
            bench.transport.seek(menu?.frame ?? 0)
            run(bench, { kind: 'add-marker' })
          }}
        >
          Add a marker
        </Choices.Item>
      </Choices.Dropdown>
    </Choices>
  )
}

type ForProps = { bench: Workbench; menu: Menu }

function ForClip({ bench, menu: { hit, frame } }: ForProps) {
  if (hit.kind !== 'clip') return null
  const { clip } = hit
  const clipId = ownClip(clip.id)
  const edit = (...edits: TimelineEdit[]) => {
    if (bench.edit(edits) && !findClip(bench.cut().timeline, clip.id)) bench.select({})
  }
  return (
    <>
      <Choices.Label>{clip.name}</Choices.Label>
      <Choices.Item onClick={() => bench.perform(() => bladed(bench.cut().timeline, clip, frame))}>Split here</Choices.Item>
      <Choices.Item onClick={() => edit({ kind: 'set', clipId, enabled: !clip.enabled })}>
        {clip.enabled ? 'Switch off' : 'Switch on'}
      </Choices.Item>
      <Choices.Item onClick={() => edit({ kind: 'remove', clipIds: [clipId], ripple: false })}>Delete, leave a gap</Choices.Item>
      <Choices.Item onClick={() => edit({ kind: 'remove', clipIds: [clipId], ripple: true })}>Delete and close up</Choices.Item>
    </>
  )
}

function ForCut({ bench, menu: { hit, x } }: ForProps) {
  const { view } = bench.desk.get()
  if (hit.kind !== 'clip' && hit.kind !== 'transition') return null
  const near = cutsOf(bench.cut().timeline)
    .filter(({ track }) => track === hit.track.id)
    .filter(({ cut }) => (hit.kind === 'transition' ? cut === hit.transition.cut : Math.abs(xOf(view, cut) - x) < NEAR))
    .toSorted((a, b) => Math.abs(xOf(view, a.cut) - x) - Math.abs(xOf(view, b.cut) - x))[0]
  if (!near) return null
  const { cut } = near
  const track = ownTrack(near.track)
  const hand = (to: 'cut' | 'dissolve' | 'wipe' | 'fade') => {
    if (bench.edit([{ kind: 'transition', track, cut, to }])) bench.select({ transition: to === 'cut' ? null : { track, cut } })
  }
  return (
    <>
      <Choices.Label>The cut</Choices.Label>
      <Choices.Item onClick={() => hand('dissolve')}>Dissolve</Choices.Item>
      <Choices.Item onClick={() => hand('wipe')}>Wipe</Choices.Item>
      <Choices.Item onClick={() => hand('fade')}>Fade through black</Choices.Item>
      <Choices.Item onClick={() => hand('cut')}>Hard cut</Choices.Item>
    </>
  )
}

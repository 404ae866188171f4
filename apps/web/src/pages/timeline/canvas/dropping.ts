import type { DragEvent } from 'react'
import type { Workbench } from '../desk/workbench.ts'
import { attempt } from '../edits/steps.ts'
import { ownTrack } from '../edits/tracks.ts'
import { cutsOf } from '../keys/at-cuts.ts'
import { noSnapping, pull, snapping } from '../tools/snap.ts'
import { carried } from '../bars/carried.ts'
import { placeMusic } from '../music.ts'
import { rowAt } from './rows.ts'
import { frameAt, xOf } from './view.ts'

/** A transition is dropped onto a cut from this far, in CSS pixels. */
const REACH = 40

/** What may be dragged onto the timeline from elsewhere: transitions onto cuts, sound files onto audio tracks. */
export function useDropping(bench: Workbench) {
  const { cut, desk, transport } = bench
  const placeOf = ({ currentTarget, clientX, clientY }: DragEvent<HTMLElement>) => {
    const box = currentTarget.getBoundingClientRect()
    const { view } = desk.get()
    const x = clientX - box.left
    return { x, frame: Math.max(0, Math.round(frameAt(view, x))), row: rowAt(cut().rows, view.top, clientY - box.top), view }
  }

  function transitionOver(event: DragEvent<HTMLElement>) {
    const to = carried()
    const { x, row, view } = placeOf(event)
    const { timeline } = cut()
    const near = cutsOf(timeline)
      .filter(({ track, cut }) => row?.kind === 'track' && track === row.id && Math.abs(xOf(view, cut) - x) < REACH)
      .toSorted((a, b) => Math.abs(xOf(view, a.cut) - x) - Math.abs(xOf(view, b.cut) - x))[0]
    const edits = near && to ? [{ kind: 'transition' as const, track: ownTrack(near.track), cut: near.cut, to }] : []
    const preview = edits.length > 0 ? attempt(timeline, edits) : null
    desk.set({
      hand: {
        ...{ preview: preview ?? timeline, edits: preview ? edits : [], covered: [] },
        snapAt: preview && near ? near.cut : null,
        hint: preview ? `${to} here` : near ? 'There is no room for it here' : 'Drop it on a cut',
      },
    })
    return preview !== null && near !== undefined
  }

  function soundPlace(event: DragEvent<HTMLElement>) {
    const { frame, row, view } = placeOf(event)
    const { timeline, rows } = cut()
    const sound = row?.kind === 'track' && row.trackKind === 'audio' ? row : rows.find(isSound)
    const { snapping: isOn } = desk.get()
    const near = isOn ? snapping(timeline, new Set(), [transport.frame()], view.scale) : noSnapping
    const { by, at } = pull([frame], near)
    return { track: ownTrack(sound?.kind === 'track' ? sound.id : 'A1'), frame: frame + by, snapAt: at }
  }

  return {
    onDragOver(event: DragEvent<HTMLElement>) {
      if (carried()) {
        transitionOver(event)
        event.preventDefault()
      } else if (event.dataTransfer.types.includes('Files')) {
        event.preventDefault()
        const { track, frame, snapAt } = soundPlace(event)
        const preview = cut().timeline
        desk.set({ hand: { edits: [], preview, covered: [], snapAt: snapAt ?? frame, hint: `Music on ${track}` } })
      }
    },
    onDragLeave: () => desk.set({ hand: null }),
    onDrop(event: DragEvent<HTMLElement>) {
      event.preventDefault()
      const { hand } = desk.get()
      desk.set({ hand: null })
      if (carried()) {
        const [edit] = hand?.edits ?? []
        if (edit?.kind === 'transition' && bench.edit([edit])) bench.select({ transition: { track: edit.track, cut: edit.cut } })
        return
      }
      const { track, frame } = soundPlace(event)
      void placeMusic(bench, [...event.dataTransfer.files], track, frame)
    },
  }
}

const isSound = (row: { kind: string; trackKind?: string }) => row.kind === 'track' && row.trackKind === 'audio'

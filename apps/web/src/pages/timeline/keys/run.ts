import { fitted, xOf, zoomed } from '../canvas/view.ts'
import { nothing } from '../desk/desk.ts'
import type { Workbench } from '../desk/workbench.ts'
import { findClip } from '../edits/tracks.ts'
import { cutBeside, dissolveNear, nearestCut, rollNear } from './at-cuts.ts'
import {
  changeTrack,
  deleteSelected,
  nudge,
  rippleToPlayhead,
  splitAtPlayhead,
  type Standing,
  takeMarked,
  trimToPlayhead,
  withTool,
} from './commands.ts'
import type { Command } from './keymap.ts'
import { addMarker, markerBeside } from './markers.ts'
import { clipBeside } from './select.ts'
import type { ToolId } from '../tools/tools.ts'

const ZOOM_STEP = 1.6

/** Does what was asked for by key, button or menu. */
export function run(bench: Workbench, command: Command): void {
  const { cut, desk, transport, select, standing, perform } = bench
  const { timeline, length } = cut()
  const go = (frame: number) => {
    transport.pause()
    transport.seek(frame)
  }
  switch (command.kind) {
    case 'tool':
      return desk.set({ tool: command.tool })
    case 'nudge':
      return void perform(at => nudgedWith(desk.get().tool, at, command.by))
    case 'track':
      return void perform(at => changeTrack(at, command.up))
    case 'cut':
      return go(cutBeside(timeline, transport.frame(), command.direction, length))
    case 'marker': {
      const marker = markerBeside(timeline, transport.frame(), command.direction)
      if (!marker) return
      select({ marker: marker.id })
      return go(marker.at)
    }
    case 'select': {
      const clip = clipBeside(standing(), command.direction)
      if (!clip) return
      const { selection } = desk.get()
      select({ clips: new Set([...(command.extend ? selection.clips : []), clip.id]) })
      return go(clip.start)
    }
    case 'delete': {
      if (perform(at => deleteSelected(at, command.ripple))) select({})
      return
    }
    case 'ripple-to-playhead':
      return rippleTo(bench, command.edge)
    case 'trim-to-playhead':
      return void perform(at => trimToPlayhead(at, command.edge))
    case 'take': {
      const { in: from } = desk.get().marks
      if (!perform(at => takeMarked(at, command.how))) return
      desk.set({ marks: { in: null, out: null } })
      return go(from ?? 0)
    }
    case 'mark':
      return mark(bench, command.edge)
    case 'zoom': {
      const { view } = desk.get()
      const factor = command.nearer ? ZOOM_STEP : 1 / ZOOM_STEP
      const x = Math.min(view.width, Math.max(0, xOf(view, transport.frame())))
      return desk.set({ view: zoomed(view, factor, x, length), isFitted: false })
    }
    case 'fit':
      return desk.set({ view: fitted(desk.get().view, length), isFitted: true })
    case 'undo':
      return bench.undo()
    case 'redo':
      return bench.redo()
    case 'split':
      return void perform(splitAtPlayhead)
    case 'dissolve': {
      if (perform(dissolveNear)) select({ transition: nearestCut(standing()) })
      return
    }
    case 'add-marker':
      return addMarker(bench)
    case 'snapping':
      return desk.set({ snapping: !desk.get().snapping })
    case 'select-all':
      return select({ clips: new Set(timeline.tracks.flatMap(({ clips }) => clips.map(({ id }) => id))) })
    case 'select-none':
      return desk.set({ selection: nothing, hand: null, band: null })
    case 'clear-marks':
      return desk.set({ marks: { in: null, out: null } })
  }
}

/** Nudging moves clips, or trims by a frame while a trim tool is in the hand. */
const nudgedWith = (tool: ToolId, at: Standing, by: number) =>
  tool === 'roll' ? rollNear(at, by) : (withTool(tool, at, by) ?? nudge(at, by))

/** What stood at the playhead when a start was trimmed to it now stands where the clip begins. */
function rippleTo({ cut, transport, perform }: Workbench, edge: 'in' | 'out') {
  let from: number | undefined
  const after = perform(at => {
    const edits = rippleToPlayhead(at, edge)
    const [first] = edits
    if (first?.kind === 'ripple' && edge === 'in') from = findClip(cut().timeline, first.clipId)?.clip.start
    return edits
  })
  if (after && from !== undefined) transport.seek(from)
}

/** The out mark is set behind the frame on the screen, so that in and out on one frame mark that frame. */
function mark({ desk, transport }: Workbench, edge: 'in' | 'out') {
  const { marks } = desk.get()
  const frame = transport.frame()
  if (edge === 'in') return desk.set({ marks: { in: frame, out: marks.out !== null && marks.out > frame ? marks.out : null } })
  return desk.set({ marks: { in: marks.in !== null && marks.in <= frame ? marks.in : null, out: frame + 1 } })
}

import type { Workbench } from '../desk/workbench.ts'
import { bladed } from '../keys/commands.ts'
import { isOwnMarker } from '../keys/markers.ts'
import { cursorOf, type Gesture, gestureOf } from '../tools/gesture.ts'
import { type Hit, hitAt } from '../tools/hit.ts'
import { pull, type Snapping, snapping, noSnapping } from '../tools/snap.ts'
import { banded } from './band.ts'
import { frameAt, scrolled } from './view.ts'

/** The pointer goes this far before a click becomes a drag, in CSS pixels. */
const SLACK = 3
/** Near the sides of the window a drag turns the page, so many pixels a picture. */
const MARGIN = 24
const TURN = 14

/** A pointer event in CSS pixels of the canvas. */
export type Press = { x: number; y: number; ctrl: boolean; alt: boolean; shift: boolean }

type Doing =
  | { kind: 'scrub' }
  | { kind: 'band'; from: Press; before: ReadonlySet<string> }
  | { kind: 'drag'; from: Press; gesture: Gesture; isMoving: boolean; clicked: string | null }

/** What the pointer does on the canvas. It knows no React: what it changes is the desk, the playhead and the cut. */
export function createPointer(bench: Workbench) {
  const { cut, desk, transport, select } = bench
  let doing: Doing | null = null
  let last: Press | null = null
  let request = 0

  const hitOf = ({ x, y }: Press) => hitAt(cut().timeline, cut().rows, desk.get().view, x, y)
  const frameOf = ({ x }: Press) => frameAt(desk.get().view, x)
  const snapsTo = (moving: ReadonlySet<string>): Snapping => {
    const { snapping: isOn, view, marks } = desk.get()
    const others = [transport.frame(), marks.in, marks.out].filter(frame => frame !== null)
    return isOn ? snapping(cut().timeline, moving, others, view.scale) : noSnapping
  }

  function down(press: Press) {
    const hit = hitOf(press)
    const { tool, selection, view } = desk.get()
    last = press
    if (hit.kind === 'ruler' && !hit.marker) {
      transport.pause()
      transport.seek(frameOf(press))
      doing = { kind: 'scrub' }
      return
    }
    if (tool === 'blade' && (hit.kind === 'clip' || press.shift)) {
      const at = Math.round(frameOf(press))
      const snapped = at + pull([at], snapsTo(new Set())).by
      bench.perform(() => bladed(cut().timeline, press.shift || hit.kind !== 'clip' ? null : hit.clip, snapped))
      return
    }
    const clicked = choose(hit, press)
    if (hit.kind === 'row' || hit.kind === 'nothing') {
      if (!press.shift) select({})
      doing = { kind: 'band', from: press, before: press.shift ? selection.clips : new Set() }
      return
    }
    const clips = desk.get().selection.clips
    const moving = hit.kind === 'clip' ? new Set(hit.part === 'body' ? clips : [hit.clip.id]) : new Set<string>()
    const { timeline, rows, known } = cut()
    const grab = {
      timeline,
      rows,
      clips: [...clips],
      frame: frameOf(press),
      y: press.y,
      top: view.top,
      snapping: snapsTo(moving),
    }
    const gesture = gestureOf(tool, hit, press, grab, id => isOwnMarker(known.headings, id))
    doing = gesture && { kind: 'drag', from: press, gesture, isMoving: false, clicked }
  }

  /** Selects what was pressed. Answers the clip that a click, should it be none of a drag, selects alone. */
  function choose(hit: Hit, { shift }: Press): string | null {
    const { clips } = desk.get().selection
    if (hit.kind === 'ruler' && hit.marker) select({ marker: hit.marker.id })
    if (hit.kind === 'transition') select({ transition: { track: hit.track.id, cut: hit.transition.cut } })
    if (hit.kind !== 'clip') return null
    const { id } = hit.clip
    if (!shift && clips.has(id)) return id
    const others = new Set(shift ? clips : [])
    if (!others.delete(id) || !shift) others.add(id)
    select({ clips: others })
    return null
  }

  function move(press: Press) {
    last = press
    if (!doing) return hover(press)
    if (doing.kind === 'scrub') return transport.seek(frameOf(press))
    if (doing.kind === 'drag') {
      const isFar = Math.abs(press.x - doing.from.x) >= SLACK || Math.abs(press.y - doing.from.y) >= SLACK
      if (!doing.isMoving && !isFar) return
    }
    // Many events come between two pictures, and one outcome is enough for each.
    if (request === 0) request = requestAnimationFrame(follow)
  }

  function follow() {
    request = 0
    if (!doing || !last || doing.kind === 'scrub') return
    if (doing.kind === 'band') {
      const { from, before } = doing
      const band = { fromX: from.x, fromY: from.y, toX: last.x, toY: last.y }
      const clips = new Set([...before, ...banded(cut(), desk.get().view, band)])
      desk.set({ band, selection: { clips, transition: null, marker: null } })
      return
    }
    // Escape has taken it out of the hand.
    if (doing.isMoving && desk.get().hand === null) {
      doing = null
      return
    }
    doing.isMoving = true
    turnPage(last)
    const { x, y, ...keys } = last
    desk.set({ hand: doing.gesture({ frame: frameAt(desk.get().view, x), y, ...keys }), hover: null })
  }

  function turnPage({ x }: Press) {
    const { view } = desk.get()
    const by = x < MARGIN ? -TURN : x > view.width - MARGIN ? TURN : 0
    const turned = by === 0 ? view : scrolled(view, by, cut().length)
    if (turned.left === view.left) return
    desk.set({ view: turned, isFitted: false })
    request = requestAnimationFrame(follow)
  }

  function up() {
    cancelAnimationFrame(request)
    if (request !== 0) follow()
    request = 0
    const { hand } = desk.get()
    if (doing?.kind === 'drag' && !doing.isMoving && doing.clicked) select({ clips: new Set([doing.clicked]) })
    doing = null
    desk.set({ hand: null, band: null })
    if (hand && hand.edits.length > 0) bench.edit(hand.edits)
  }

  function hover(press: Press) {
    const hit = hitOf(press)
    const before = desk.get().hover
    if (before && sameHit(before.hit, hit)) return
    desk.set({ hover: { hit, x: press.x, y: press.y } })
  }

  return {
    down,
    move,
    up,
    hit: hitOf,
    frame: frameOf,
    cursor: () => {
      const { tool, hover } = desk.get()
      return hover ? cursorOf(tool, hover.hit) : null
    },
    cancel() {
      doing = null
      desk.set({ hand: null, band: null, hover: null })
    },
  }
}

function sameHit(a: Hit, b: Hit): boolean {
  if (a.kind === 'clip' && b.kind === 'clip') return a.clip === b.clip && a.part === b.part
  if (a.kind === 'transition' && b.kind === 'transition') return a.transition === b.transition && a.part === b.part
  if (a.kind === 'ruler' && b.kind === 'ruler') return a.marker === b.marker
  return a.kind === b.kind && a.kind !== 'clip'
}

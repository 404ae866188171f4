import type { TimelineEdit } from '@storycanvas/api'
import { EditRefused, type Timeline } from '@storycanvas/timeline'
import { notifications } from '@mantine/notifications'
import type { Transport } from '../../../player/transport.ts'
import type { Cut } from '../cut.ts'
import type { Editor } from '../edits/editor.ts'
import { labelOf } from '../edits/label.ts'
import { MOST_EDITS } from '../edits/steps.ts'
import { findClip } from '../edits/tracks.ts'
import { NothingToDo, type Standing } from '../keys/commands.ts'
import { type DeskStore, nothing, type Selection } from './desk.ts'

export type Workbench = ReturnType<typeof createWorkbench>

type Parts = { cut: () => Cut; desk: DeskStore; transport: Transport; editor: Editor }

/** What one works at the cut with: the selection, the playhead, and the way to make an edit. */
export function createWorkbench({ cut, desk, transport, editor }: Parts) {
  const select = (selection: Partial<Selection>) => desk.set({ selection: { ...nothing, ...selection } })
  const standing = (): Standing => {
    const { selection, marks } = desk.get()
    return { timeline: cut().timeline, selection, marks, playhead: transport.frame() }
  }

  /** Makes edits one step; answers the cut as it is then, or null where it is refused. */
  function edit(edits: readonly TimelineEdit[]): Timeline | null {
    const { timeline } = cut()
    if (edits.length === 0) return null
    if (edits.length > MOST_EDITS) {
      say(`At most ${MOST_EDITS} clips can be changed at once`, `This would change ${edits.length}.`)
      return null
    }
    try {
      return editor.edit(edits, timeline)
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error
      if (holdsFrames(timeline, edits)) return editor.send(edits, timeline)
      say(`No ${labelOf(edits, timeline)}`, error.message)
      return null
    }
  }

  /** Does what a key or button means, and says why where it means nothing here. */
  function perform(work: (standing: Standing) => readonly TimelineEdit[]): Timeline | null {
    try {
      return edit(work(standing()))
    } catch (error) {
      if (!(error instanceof NothingToDo)) throw error
      say(error.message)
      return null
    }
  }

  function travel(direction: 'undo' | 'redo') {
    const isWaiting = editor.waiting.get().steps.length > 0
    if (isWaiting || cut().timeline.metadata[direction]) void editor.travel(direction)
    else say(`There is nothing to ${direction}`)
  }

  return {
    cut,
    desk,
    transport,
    select,
    standing,
    edit,
    undo: () => travel('undo'),
    redo: () => travel('redo'),
    perform,
  }
}

/** A clip that holds its last frame is two clips here and one on the server, which then decides alone. */
function holdsFrames(timeline: Timeline, edits: readonly TimelineEdit[]): boolean {
  return edits.some(edit => 'clipId' in edit && findClip(timeline, `${edit.clipId}:held`) !== null)
}

const STAYS_MS = 5000

function say(title: string, message = '') {
  // What was said last goes, or nothing new would be said while it stands.
  notifications.hide('timeline')
  notifications.show({ id: 'timeline', color: 'yellow', title, message, autoClose: STAYS_MS })
}

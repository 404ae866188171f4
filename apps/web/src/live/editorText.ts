import { Annotation, type ChangeSpec, type Extension, type Transaction } from '@codemirror/state'
import { EditorView, ViewPlugin } from '@codemirror/view'
import * as Y from 'yjs'
import { differenceBetween } from './difference.ts'
import { join, leave, type OpenText } from './texts.ts'

/** A change that came out of the shared text; everything else was done in the editor. */
const fromText = Annotation.define<true>()

type Parts = {
  projectId: string
  field: string
  /** What the project's tree says, until the text itself has come. */
  saved: string
  /** How many letters at the beginning have a field of their own. */
  headIn: (text: string) => number
}

/**
 * Binds an editor to a text that several people write. What is typed before the document has come waits for it. Undo and
 * redo take back what was typed here, never what others typed.
 */
export function bindEditor({ projectId, field, saved, headIn }: Parts) {
  const text: OpenText = join(projectId, field)
  const words = text.shared.doc.getText('text')
  const me = {}
  const history = new Y.UndoManager(words, { trackedOrigins: new Set([me]), captureTimeout: 600 })
  const start = text.shared.isReady() ? words.toJSON() : (text.shared.early() ?? saved)
  const startHead = headIn(start)
  /** Where the body begins, on the letter before it, so that what is typed at its very start is part of it. */
  let bound: Y.RelativePosition | null = null
  let isBound = false
  let view: EditorView | null = null

  const head = () => {
    if (!isBound) return startHead
    if (!bound) return 0
    return Y.createAbsolutePositionFromRelativePosition(bound, text.shared.doc)?.index ?? 0
  }

  /** Shows what the text says now; `event` tells where it changed. */
  function show(event: Y.YTextEvent | null, transaction: Y.Transaction | null, headBefore: number) {
    if (!view) return
    const now = view.state.doc.toString()
    const wanted = words.toJSON().slice(head())
    if (now === wanted) return
    const exact = event && headBefore === head() ? changesOf(event, headBefore) : null
    const changes = (exact && reaches(view, exact, wanted) ? exact : null) ?? difference(now, wanted)
    const isUndo = transaction?.origin === history
    view.dispatch({ changes, annotations: fromText.of(true), ...(isUndo ? { scrollIntoView: true } : {}) })
  }

  function becomeBound() {
    if (isBound || !text.shared.isReady()) return
    const length = headIn(words.toJSON())
    bound = length > 0 ? Y.createRelativePositionFromTypeIndex(words, length, -1) : null
    isBound = true
    show(null, null, length)
  }

  let lastHead = startHead
  const follow = (event: Y.YTextEvent, transaction: Y.Transaction) => {
    const before = lastHead
    lastHead = head()
    if (isBound && transaction.origin !== me) show(event, transaction, before)
  }
  words.observe(follow)
  text.watchers.add(becomeBound)

  function typed(transaction: Transaction) {
    if (!isBound) return text.shared.typeEarly(start, start.slice(0, startHead) + transaction.newDoc.toString())
    const offset = head()
    text.shared.doc.transact(() => {
      let moved = offset
      transaction.changes.iterChanges((from, to, _from, _to, inserted) => {
        const put = inserted.toString()
        words.delete(from + moved, to - from)
        words.insert(from + moved, put)
        moved += put.length - (to - from)
      })
    }, me)
    lastHead = head()
  }

  const plugin = ViewPlugin.define(
    created => {
      view = created
      queueMicrotask(becomeBound)
      return {
        update({ transactions }) {
          for (const one of transactions) if (one.docChanged && !one.annotation(fromText)) typed(one)
        },
      }
    },
    {
      eventHandlers: {
        compositionstart: () => text.shared.hold(),
        compositionend: () => text.shared.release(),
      },
    },
  )

  return {
    extension: plugin as Extension,
    start: start.slice(startHead),
    text,
    head,
    undo: () => {
      history.undo()
      return true
    },
    redo: () => {
      history.redo()
      return true
    },
    close() {
      view = null
      words.unobserve(follow)
      text.watchers.delete(becomeBound)
      history.destroy()
      text.shared.release()
      leave(field)
    },
  }
}
export type BoundEditor = ReturnType<typeof bindEditor>

/** The steps of a change by somebody else as changes of the editor; null where one lies before the body. */
function changesOf(event: Y.YTextEvent, head: number): ChangeSpec[] | null {
  const changes: { from: number; to?: number; insert?: string }[] = []
  let at = -head
  for (const step of event.delta) {
    if (step.retain) at += step.retain
    else if (typeof step.insert === 'string') changes.push({ from: at, insert: step.insert })
    else if (step.delete) {
      changes.push({ from: at, to: at + step.delete })
      at += step.delete
    }
  }
  return changes.some(({ from }) => from < 0) ? null : changes
}

function reaches(view: EditorView, changes: ChangeSpec[], wanted: string): boolean {
  try {
    return view.state.changes(changes).apply(view.state.doc).toString() === wanted
  } catch {
    return false
  }
}

function difference(now: string, wanted: string): ChangeSpec {
  const found = differenceBetween(now, wanted)
  return found ? { from: found.at, to: found.at + found.removed, insert: found.inserted } : []
}

import { acceptCompletion, completionStatus, startCompletion } from '@codemirror/autocomplete'
import type { EditorState, TransactionSpec } from '@codemirror/state'
import type { EditorView, KeyBinding } from '@codemirror/view'
import { afterLine, type Element, elements, type LineEdit, madeInto, nextElement } from './elements.ts'

const linesOf = (state: EditorState) => [...state.doc.iterLines()]
const caretLine = (state: EditorState) => state.doc.lineAt(state.selection.main.head)

function specOf(state: EditorState, { from, to, lines, caret }: LineEdit): TransactionSpec {
  const start = state.doc.line(from + 1).from
  const before = lines.slice(0, caret.line - from).reduce((sum, line) => sum + line.length + 1, 0)
  return {
    changes: { from: start, to: state.doc.line(to + 1).to, insert: lines.join('\n') },
    selection: { anchor: start + before + caret.column },
    scrollIntoView: true,
    userEvent: 'input.element',
  }
}

/** Makes the line of the caret an element. */
export function makeElement(view: EditorView, element: Element): boolean {
  const { state } = view
  view.dispatch(specOf(state, madeInto(linesOf(state), caretLine(state).number - 1, element)))
  if (element === 'character' || element === 'heading') startCompletion(view)
  return true
}

const cycle = (back: boolean) => (view: EditorView) => {
  if (completionStatus(view.state) === 'active') return acceptCompletion(view)
  if (!view.state.selection.main.empty) return false
  return makeElement(view, nextElement(linesOf(view.state), caretLine(view.state).number - 1, back))
}

function enter(view: EditorView): boolean {
  if (completionStatus(view.state) === 'active' && acceptCompletion(view)) return true
  const { state } = view
  const { main } = state.selection
  const line = caretLine(state)
  if (!main.empty || main.head !== line.to) return false
  const edit = afterLine(linesOf(state), line.number - 1)
  if (!edit) return false
  view.dispatch(specOf(state, edit))
  return true
}

/** Keys of the elements: Tab goes round, Enter goes on to what comes next, Alt and a number names one. */
export const elementKeys: KeyBinding[] = [
  { key: 'Tab', run: cycle(false), shift: cycle(true) },
  { key: 'Enter', run: enter },
  ...elements.map((element, at) => ({ key: `Alt-${at + 1}`, run: (view: EditorView) => makeElement(view, element) })),
]

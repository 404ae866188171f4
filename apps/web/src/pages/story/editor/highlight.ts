import { type Extension, RangeSetBuilder, StateField, type EditorState } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { type LineKind, readScript, spansOf } from '../screenplay.ts'

/** The element of each line, read anew when the text or the line of the caret changes. */
export const scriptLines = StateField.define<readonly LineKind[]>({
  create: linesOf,
  update: (lines, transaction) =>
    transaction.docChanged || transaction.selection !== undefined ? linesOf(transaction.state) : lines,
})

function linesOf(state: EditorState): readonly LineKind[] {
  const caret = state.doc.lineAt(state.selection.main.head).number - 1
  return readScript([...state.doc.iterLines()], caret)
}

export const kindAt = (state: EditorState, line: number): LineKind => state.field(scriptLines)[line] ?? 'action'

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  const kinds = view.state.field(scriptLines)
  for (const { from, to } of view.visibleRanges)
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at)
      const kind = kinds[line.number - 1] ?? 'action'
      builder.add(line.from, line.from, Decoration.line({ class: `cm-${kind}` }))
      for (const span of spansOf(line.text, kind))
        if (span.to > span.from)
          builder.add(line.from + span.from, line.from + span.to, Decoration.mark({ class: `cm-${span.style}` }))
      at = line.to + 1
    }
  return builder.finish()
}

/** Sets what is on screen as a screenplay. */
export const highlighting: Extension = [
  scriptLines,
  ViewPlugin.define(
    view => {
      let decorations = decorate(view)
      return {
        get decorations() {
          return decorations
        },
        update({ docChanged, viewportChanged, selectionSet, view }: ViewUpdate) {
          if (docChanged || viewportChanged || selectionSet) decorations = decorate(view)
        },
      }
    },
    { decorations: plugin => plugin.decorations },
  ),
]

import { type Extension, RangeSet, StateEffect, StateField, type Transaction } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import * as Y from 'yjs'
import { colourOf, type Person } from './people.ts'

const setOthers = StateEffect.define<readonly Person[]>()

class Caret extends WidgetType {
  readonly name: string
  readonly colour: string
  constructor(name: string, colour: string) {
    super()
    this.name = name
    this.colour = colour
  }
  override eq(other: Caret) {
    return other.name === this.name && other.colour === this.colour
  }
  toDOM() {
    const caret = document.createElement('span')
    caret.className = 'cm-other'
    caret.style.setProperty('--colour', this.colour)
    caret.dataset.name = this.name
    caret.ariaHidden = 'true'
    return caret
  }
  override ignoreEvent() {
    return true
  }
}

type Place = { doc: Y.Doc; head: () => number }

/** Carets and selections of the others in an editor; `others` says who they are now. */
export function editorCarets({ doc, head }: Place): Extension {
  const field = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(shown, transaction: Transaction) {
      const told = transaction.effects.find(effect => effect.is(setOthers))
      if (told) return marksOf(told.value, transaction.newDoc.length, doc, head())
      return shown.map(transaction.changes)
    },
    provide: own => EditorView.decorations.from(own),
  })
  return field
}

export const others = (view: EditorView, people: readonly Person[]) => view.dispatch({ effects: setOthers.of(people) })

function marksOf(people: readonly Person[], length: number, doc: Y.Doc, head: number): DecorationSet {
  const at = (position: string | undefined) => {
    try {
      const found = Y.createAbsolutePositionFromRelativePosition(JSON.parse(position ?? '') as Y.RelativePosition, doc)
      return Math.min(length, Math.max(0, (found?.index ?? 0) - head))
    } catch {
      return 0
    }
  }
  const marks = people.flatMap(({ name, accountId, place }) => {
    const colour = colourOf(accountId)
    const caret = at(place.text?.head)
    const [from = 0, to = 0] = [at(place.text?.anchor), caret].sort((a, b) => a - b)
    const widget = Decoration.widget({ widget: new Caret(name, colour), side: 1 }).range(caret)
    const selected = Decoration.mark({ class: 'cm-selected', attributes: { style: `--colour: ${colour}` } })
    return from === to ? [widget] : [selected.range(from, to), widget]
  })
  return RangeSet.of(marks, true)
}

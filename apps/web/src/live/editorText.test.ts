import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { bindEditor } from './editorText.ts'

const here = vi.hoisted(() => ({ text: null as unknown }))
vi.mock('./texts.ts', () => ({ join: () => here.text, leave: () => undefined }))

const head = 'INT. A - DAY\n\n'
const headIn = (text: string) => (text.startsWith(head) ? head.length : 0)

let doc: Y.Doc
let there: Y.Doc
let isReady: boolean
let early: { base: string; wanted: string } | null
beforeEach(() => {
  doc = new Y.Doc()
  there = new Y.Doc()
  isReady = true
  early = null
  here.text = {
    shared: {
      doc,
      isReady: () => isReady,
      early: () => null,
      typeEarly: (base: string, wanted: string) => (early = { base, wanted }),
      hold: () => undefined,
      release: () => undefined,
    },
    watchers: new Set(),
  }
})

function open(saved: string) {
  const bound = bindEditor({ projectId: 'p', field: 'scene.s.text', saved, headIn })
  const extensions = [EditorState.lineSeparator.of('\n'), bound.extension]
  const view = new EditorView({ state: EditorState.create({ doc: bound.start, extensions }) })
  return { bound, view, shown: () => view.state.doc.toString() }
}
const words = () => doc.getText('text')
const far = () => there.getText('text')
/** Brings what was done there over here. */
const arrive = () => Y.applyUpdate(doc, Y.encodeStateAsUpdate(there, Y.encodeStateVector(doc)), 'remote')
const depart = () => Y.applyUpdate(there, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(there)))

function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'two who write at once see the same, and nothing is lost (seed %i)',
  async seed => {
    words().insert(0, `${seed % 2 === 0 ? head : ''}One.\r\nTwo 🦊.`)
    depart()
    const { view, shown, bound } = open('')
    await Promise.resolve()
    const random = numbers(seed + 1)
    const letters = ['a', 'é', '🦊', '\n', '\r\n', ' INT. ']
    /** Nobody writes within a letter of two units. */
    const placeIn = (text: string) => {
      const at = random(text.length + 1)
      return (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at - 1 : at
    }
    const written = [words().toJSON()]
    for (let step = 0; step < 60; step += 1) {
      const mark = `${letters[random(letters.length)]}${step}`
      const kind = random(4)
      if (kind === 0) view.dispatch({ changes: { from: placeIn(shown()), insert: mark } })
      else if (kind === 1) far().insert(placeIn(far().toJSON()), mark)
      else if (kind === 2)
        view.dispatch({
          changes: [
            { from: 0, insert: mark },
            { from: shown().length, insert: mark },
          ],
        })
      else arrive()
      written.push(...(kind === 3 ? [] : kind === 2 ? [mark, mark] : [mark]))
      if (random(3) === 0) depart()
      expect(words().toJSON().slice(bound.head())).toBe(shown())
    }
    depart()
    arrive()
    depart()
    expect(far().toJSON()).toBe(words().toJSON())
    expect(words().toJSON().endsWith(shown())).toBe(true)
    expect(Array.from(words().toJSON()).sort()).toEqual(Array.from(written.join('')).sort())
    view.destroy()
  },
)

test('what is typed at the very start belongs to the body, and a heading written there stays on the page', () => {
  words().insert(0, `${head}Rain.`)
  const { view, shown } = open('')
  return Promise.resolve().then(() => {
    expect(shown()).toBe('Rain.')
    view.dispatch({ changes: { from: 0, insert: 'INT. B - DAY\n' } })
    expect(words().toJSON()).toBe(`${head}INT. B - DAY\nRain.`)
    expect(shown()).toBe('INT. B - DAY\nRain.')
  })
})

test('undo takes back what was typed here, never what others typed', async () => {
  words().insert(0, 'Rain.')
  depart()
  const { view, shown, bound } = open('')
  await Promise.resolve()
  view.dispatch({ changes: { from: 5, insert: ' Mine.' } })
  depart()
  far().insert(0, 'Theirs. ')
  arrive()
  expect(shown()).toBe('Theirs. Rain. Mine.')
  bound.undo()
  expect(shown()).toBe('Theirs. Rain.')
  bound.redo()
  expect(shown()).toBe('Theirs. Rain. Mine.')
})

test('what is typed before the text has come waits for it', () => {
  isReady = false
  const { view } = open(`${head}Rain.`)
  view.dispatch({ changes: { from: 5, insert: ' Snow.' } })
  expect(early).toEqual({ base: `${head}Rain.`, wanted: `${head}Rain. Snow.` })
})

import type { TimelineEdit, TimelineStep } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import { expect, test, vi } from 'vitest'
import { film, layout } from '../testing/film.ts'
import { apply } from './apply.ts'
import { createEditor } from './editor.ts'
import { withSteps } from './steps.ts'

/** A server that holds the cut and answers when it is told to. */
function studio() {
  let document = film({ metadata: { revision: 1 } })
  const answers: (() => void)[] = []
  const sent: (readonly TimelineEdit[])[] = []
  let ids = 0
  const refused = vi.fn()
  const settled = vi.fn()
  const make = (edits: readonly TimelineEdit[]): TimelineStep => {
    const revision = Number(document.metadata['revision']) + 1
    document = { ...edits.reduce((cut, edit) => apply(cut, edit, () => `server-${++ids}`), document), metadata: { revision } }
    return { revision, changedClipIds: [], removedClipIds: [], removedTransitions: 0, undo: null, redo: null }
  }
  const editor = createEditor({
    document: () => document,
    send(edits) {
      sent.push(edits)
      return new Promise((resolve, reject) =>
        answers.push(() => {
          try {
            resolve(make(edits))
          } catch (error) {
            reject(error)
          }
        }),
      )
    },
    travel: () => Promise.reject(new Error('There is nothing to undo')),
    reload: () => Promise.resolve(document),
    refused,
    settled,
    travelled: () => {},
  })
  const shown = () => withSteps(document, editor.waiting.get().steps)
  return {
    ...{ editor, shown, sent, refused, settled },
    edit: (edit: TimelineEdit) => editor.edit([edit], shown()),
    async answer() {
      await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0))
      const before = sent.length
      answers.shift()?.()
      await vi.waitFor(() => expect(editor.waiting.get().steps.length === 0 || sent.length > before).toBe(true))
    },
    /** Somebody else, or the bus, was quicker than the answer. */
    slipsIn: (change: (timeline: Timeline) => Timeline) => (document = change(document)),
  }
}

test('an edit shows before the server has answered, and once it has there is nothing left to show', async () => {
  const { edit, shown, answer, editor } = studio()
  edit({ kind: 'trim', clipId: 'a', edge: 'out', by: -10 })
  expect(layout(shown(), 'V1')).toBe('a 0+40, b 50+50, c 120+50')
  await answer()
  expect(editor.waiting.get().steps).toEqual([])
  expect(layout(shown(), 'V1')).toBe('a 0+40, b 50+50, c 120+50')
})

test('what the server refuses goes back, and the reason is told', async () => {
  const { edit, shown, answer, refused, slipsIn } = studio()
  edit({ kind: 'move', clipId: 'c', track: 'V1', startFrame: 200, onto: 'refuse' })
  expect(layout(shown(), 'V1')).toContain('c 200+50')
  slipsIn(cut => apply(cut, { kind: 'remove', clipIds: ['c'], ripple: false }, () => ''))
  await answer()
  expect(refused.mock.calls[0]?.[1]).toBe('move of “Outside”')
  expect(layout(shown(), 'V1')).toBe('a 0+50, b 50+50')
})

test('what was made here is worked on before the server has given it its id', async () => {
  const { edit, shown, answer, sent, settled } = studio()
  edit({ kind: 'split', clipId: 'a', at: 20 })
  const half = shown().tracks[0]?.clips[1]?.id ?? ''
  edit({ kind: 'remove', clipIds: [half], ripple: true })
  await answer()
  expect(settled.mock.calls[0]?.[0]).toEqual(new Map([[half, 'server-1']]))
  expect(sent[1]).toEqual([{ kind: 'remove', clipIds: ['server-1'], ripple: true }])
  await answer()
  expect(layout(shown(), 'V1')).toBe('a 0+20, b 20+50, c 90+50')
})

test('what was made here may be called by its first name after the server has given it another', async () => {
  const { edit, shown, answer, sent } = studio()
  const half = edit({ kind: 'split', clipId: 'a', at: 20 }).tracks[0]?.clips[1]?.id ?? ''
  await answer()
  edit({ kind: 'remove', clipIds: [half], ripple: true })
  expect(layout(shown(), 'V1')).toBe('a 0+20, b 20+50, c 90+50')
  await vi.waitFor(() => expect(sent.length).toBe(2))
  expect(sent[1]).toEqual([{ kind: 'remove', clipIds: ['server-1'], ripple: true }])
})

test('a document that holds a step already does not show it twice', async () => {
  const { edit, shown, slipsIn, editor } = studio()
  edit({ kind: 'ripple', clipId: 'a', edge: 'out', by: -10 })
  await vi.waitFor(() => expect(editor.waiting.get().steps[0]?.sent?.revision).toBe(1))
  slipsIn(cut => ({
    ...apply(cut, { kind: 'ripple', clipId: 'a', edge: 'out', by: -10 }, () => ''),
    metadata: { revision: 2 },
  }))
  expect(layout(shown(), 'V1')).toBe('a 0+40, b 40+50, c 110+50')
})

test('an edit that cannot be made is refused before it is sent', () => {
  const { edit, sent, editor } = studio()
  expect(() => edit({ kind: 'split', clipId: 'a', at: 50 })).toThrow('not inside')
  expect([sent.length, editor.waiting.get().steps.length]).toEqual([0, 0])
})

test('what was made here keeps its id until the step is settled, so that one can go on naming it', async () => {
  const { edit, shown, slipsIn, editor } = studio()
  const after = edit({ kind: 'split', clipId: 'a', at: 20 })
  const half = after.tracks[0]?.clips[1]?.id
  await vi.waitFor(() => expect(editor.waiting.get().steps[0]?.sent).not.toBe(null))
  slipsIn(cut => ({ ...apply(cut, { kind: 'split', clipId: 'a', at: 20 }, () => 'server-1'), metadata: { revision: 2 } }))
  expect(shown().tracks[0]?.clips[1]?.id).toBe(half)
})

import { MantineProvider } from '@mantine/core'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Answer } from '../api/realtime/line.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { differenceBetween } from './difference.ts'
import { moved } from './moved.ts'
import { SharedText } from './SharedText.tsx'
import type { TextFrame } from './sharedText.ts'

const field = 'scene.01936f5e-7c3a-7b52-9f0e-3f2b7a5c1d20.synopsis'
const far = vi.hoisted(() => ({ heard: [] as ((event: object) => void)[], ask: null as unknown }))

vi.mock('../api/realtime/useTopic.ts', () => ({
  say: () => true,
  hear: (listener: { event?: (event: object) => void }) => listener.event && far.heard.push(listener.event),
}))
vi.mock('../api/server.ts', () => ({
  server: {},
  session: { account: () => null },
  queryClient: { setQueryData: () => undefined },
}))
vi.mock('./unsent.ts', () => ({
  openUnsent: () => ({ fields: async () => [], of: () => ({ read: async () => null, write: () => {}, clear: () => {} }) }),
}))
vi.mock('./wire.ts', () => ({
  createWire: () => ({
    ask: (frame: TextFrame) => (far.ask as (frame: TextFrame) => Answer)(frame),
    answered() {},
    dropped() {},
  }),
}))

let there: Y.Doc
beforeEach(() => {
  there = new Y.Doc()
  there.getText('text').insert(0, 'She waits.')
  far.ask = async (frame: TextFrame): Promise<Answer> => {
    if (frame.type === 'text-write') {
      Y.applyUpdate(there, fromBase64(frame.update))
      return { type: 'text-kept', id: 0 }
    }
    return {
      type: 'text-state',
      id: 0,
      update: toBase64(Y.encodeStateAsUpdate(there)),
      vector: toBase64(Y.encodeStateVector(there)),
    }
  }
})

const shown = (of = field) => (
  <MantineProvider env="test">
    <SharedText label="Synopsis" projectId="p" field={of} value="She waits." lines={1} />
  </MantineProvider>
)
const box = () => screen.getByLabelText<HTMLTextAreaElement>('Synopsis')
const said = () => there.getText('text').toJSON()

test('what is typed before the text has come enters it, and what others typed stays', async () => {
  there.getText('text').insert(0, 'Night. ')
  const { unmount } = render(shown())
  fireEvent.focus(box())
  fireEvent.change(box(), { target: { value: 'She waits. Alone.' } })
  await vi.waitFor(() => expect(said()).toContain('Alone.'))
  expect(said()).toContain('Night.')
  expect(Array.from(said()).sort()).toEqual(Array.from('Night. She waits. Alone.').sort())
  await vi.waitFor(() => expect(box().value).toBe(said()))
  unmount()
})

test('the caret stays on its letter while somebody else types before it', async () => {
  const { unmount } = render(shown(field.replace('1d20', '1d21')))
  fireEvent.focus(box())
  box().focus()
  await vi.waitFor(() => expect(box().getAttribute('aria-busy')).toBe('false'))
  await act(async () => new Promise(resolve => setTimeout(resolve, 20)))
  box().setSelectionRange(4, 4)
  const before = Y.encodeStateVector(there)
  there.getText('text').insert(0, 'Night. ')
  const update = toBase64(Y.encodeStateAsUpdate(there, before))
  act(() =>
    far.heard.forEach(hear => hear({ kind: 'text', field: field.replace('1d20', '1d21'), update, by: null, projectId: 'p' })),
  )
  expect(box().value).toBe('Night. She waits.')
  expect(box().selectionStart).toBe(11)
  unmount()
})

test('of several equal letters the one at the caret was typed', () => {
  expect(differenceBetween('aa', 'aaa', 1)).toEqual({ at: 0, removed: 0, inserted: 'a' })
  expect(differenceBetween('aa', 'aaa', 3)).toEqual({ at: 2, removed: 0, inserted: 'a' })
  expect(differenceBetween('say', 'say', 3)).toBeNull()
  expect(differenceBetween('😀', '😁', 2)).toEqual({ at: 0, removed: 2, inserted: '😁' })
})

test('a place follows the letters before it', () => {
  expect(moved(4, [{ insert: 'ab' }])).toBe(6)
  expect(moved(4, [{ retain: 4 }, { insert: 'ab' }])).toBe(4)
  expect(moved(4, [{ retain: 1 }, { delete: 2 }])).toBe(2)
  expect(moved(4, [{ retain: 3 }, { delete: 5 }])).toBe(3)
})

import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { ProblemError } from '@storycanvas/api'
import { expect, test, vi } from 'vitest'
import { AutosaveText } from './AutosaveText.tsx'

const shown = (value: string, save: (value: string) => Promise<unknown>, required = false) => (
  <MantineProvider env="test">
    <AutosaveText label="Heading" value={value} save={save} required={required} />
  </MantineProvider>
)
const field = () => screen.getByLabelText<HTMLInputElement>(/Heading/)

test('what was typed is saved on leaving the field, and stays through an update from elsewhere until then', async () => {
  let saved = ''
  let done = () => {}
  const save = vi.fn((value: string) => {
    saved = value
    return new Promise<void>(resolve => (done = resolve))
  })
  const { rerender } = render(shown('INT. HOUSE', save))
  fireEvent.change(field(), { target: { value: 'INT. HOUSE - NIGHT' } })
  rerender(shown('INT. BARN', save))
  expect(field().value).toBe('INT. HOUSE - NIGHT')
  fireEvent.blur(field())
  expect(saved).toBe('INT. HOUSE - NIGHT')
  done()
  rerender(shown(saved, save))
  await waitFor(() => expect(field().getAttribute('aria-busy')).toBe('false'))
  expect(field().value).toBe('INT. HOUSE - NIGHT')
  expect(save).toHaveBeenCalledTimes(1)
})

test('what the server refuses stays in the field with the reason', async () => {
  render(shown('INT. HOUSE', () => Promise.reject(new Error('too long'))))
  fireEvent.change(field(), { target: { value: 'x'.repeat(400) } })
  fireEvent.blur(field())
  expect(await screen.findByText('too long')).toBeDefined()
  expect(field().value).toBe('x'.repeat(400))
})

test('leaving the page saves what was typed last', () => {
  const save = vi.fn(() => Promise.resolve())
  const { unmount } = render(shown('INT. HOUSE', save))
  fireEvent.change(field(), { target: { value: 'EXT. HOUSE' } })
  unmount()
  expect(save).toHaveBeenCalledWith('EXT. HOUSE')
})

test('what somebody else has changed meanwhile is not written over until one types on', async () => {
  const detail = 'Somebody has changed the same meanwhile.'
  const problem = { type: '', title: '', status: 409, code: 'conflict', detail, remedy: '', requestId: '', errors: [] } as const
  const old = vi.fn(() => Promise.reject(new ProblemError({ ...problem, errors: [] })))
  const latest = vi.fn(() => Promise.resolve())
  const { rerender } = render(shown('INT. HOUSE', old))
  fireEvent.change(field(), { target: { value: 'INT. BARN' } })
  rerender(shown('INT. TENT', latest))
  fireEvent.blur(field())
  await screen.findByText(/changed the same meanwhile/)
  fireEvent.blur(field())
  expect([old.mock.calls.length, latest.mock.calls.length, field().value]).toEqual([1, 0, 'INT. BARN'])
  fireEvent.change(field(), { target: { value: 'INT. BARNS' } })
  fireEvent.blur(field())
  await waitFor(() => expect(latest).toHaveBeenCalledWith('INT. BARNS'))
})

test('Esc takes what somebody else has saved in place of a draft that was refused', async () => {
  render(shown('INT. HOUSE', () => Promise.reject(new Error('no'))))
  fireEvent.change(field(), { target: { value: 'INT. BARN' } })
  fireEvent.blur(field())
  await screen.findByText('no')
  fireEvent.keyDown(field(), { key: 'Escape' })
  expect(field().value).toBe('INT. HOUSE')
})

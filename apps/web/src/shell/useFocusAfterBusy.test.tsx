import { render, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useFocusAfterBusy } from './useFocusAfterBusy.ts'

function Drawing({ isBusy }: { isBusy: boolean }) {
  useFocusAfterBusy()
  return (
    <>
      <button type="button" disabled={isBusy}>
        Draw
      </button>
      <button type="button">Cancel</button>
    </>
  )
}

/** As browsers do with a button that takes no keys; the simulated page leaves the keyboard in it. */
const lose = () => (document.activeElement as HTMLElement).blur()

test('a button that was at work has the keyboard again', async () => {
  const { rerender } = render(<Drawing isBusy={false} />)
  const draw = screen.getByRole('button', { name: 'Draw' })
  draw.focus()
  rerender(<Drawing isBusy />)
  lose()
  rerender(<Drawing isBusy={false} />)
  await waitFor(() => expect(document.activeElement).toBe(draw))
})

test('whoever has gone on meanwhile stays there', async () => {
  const { rerender } = render(<Drawing isBusy={false} />)
  screen.getByRole('button', { name: 'Draw' }).focus()
  rerender(<Drawing isBusy />)
  const cancel = screen.getByRole('button', { name: 'Cancel' })
  cancel.focus()
  const changes = new Promise(done => new MutationObserver(done).observe(document.body, { subtree: true, attributes: true }))
  rerender(<Drawing isBusy={false} />)
  await changes
  expect(document.activeElement).toBe(cancel)
})

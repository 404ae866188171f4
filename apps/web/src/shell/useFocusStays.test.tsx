import { fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { useFocusStays } from './useFocusStays.ts'

function Films({ names }: { names: string[] }) {
  const [left, setLeft] = useState(names)
  const list = useFocusStays<HTMLUListElement>('li')
  return (
    <ul {...list} aria-label="Films">
      {left.map(name => (
        <li key={name}>
          <button type="button">Open {name}</button>
          <button type="button" onClick={() => setLeft(left.filter(other => other !== name))}>
            Delete {name}
          </button>
        </li>
      ))}
    </ul>
  )
}

function remove(name: string) {
  const button = screen.getByRole('button', { name: `Delete ${name}` })
  button.focus()
  fireEvent.click(button)
}
const focused = () => document.activeElement?.textContent

test('the keyboard goes on to what takes the place of a deleted item, and to the list when all are gone', () => {
  render(<Films names={['A', 'B', 'C']} />)
  remove('B')
  expect(focused()).toBe('Delete C')
  remove('C')
  expect(focused()).toBe('Delete A')
  remove('A')
  expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Films' }))
})

test('the keyboard stays where one has gone on to meanwhile', () => {
  render(<Films names={['A', 'B']} />)
  screen.getByRole('button', { name: 'Delete A' }).focus()
  screen.getByRole('button', { name: 'Open B' }).focus()
  fireEvent.click(screen.getByRole('button', { name: 'Delete A' }))
  expect(focused()).toBe('Open B')
})

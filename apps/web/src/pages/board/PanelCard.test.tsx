import { MantineProvider } from '@mantine/core'
import type { Panel } from '@storycanvas/api'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { aCharacter, aPanel, aTake } from '../../testing/make.ts'
import { PanelCard } from './PanelCard.tsx'

const idle = { onPick: () => {}, onPlay: () => {}, onDragStart: () => {}, onDragOver: () => {}, onDrop: () => {} }
const mara = aCharacter('c1', { name: 'MARA', colour: '#29ae8c' })

function show(panel: Panel, on: Partial<typeof idle & { isHeld: boolean }> = {}) {
  render(
    <MantineProvider env="test">
      <PanelCard
        panel={panel}
        number="3"
        characters={new Map([['c1', mara]])}
        selected={false}
        focused={false}
        dropSide={null}
        isHeld={false}
        {...idle}
        {...on}
      />
    </MantineProvider>,
  )
  return screen.getByRole('gridcell')
}

test('what is said stands on the card in the colour of who says it', () => {
  const line = { characterId: 'c1', character: 'MARA', parenthetical: '', text: 'It was the last one.' }
  const card = show(aPanel('a', { description: 'She turns.', dialogue: [line] }))
  expect(card.textContent).toContain('It was the last one.')
  expect(screen.getByText('MARA').style.getPropertyValue('--colour')).toBe('#29ae8c')
})

test('an undrawn panel says what it will show', () => {
  expect(show(aPanel('a', { description: 'A reel turns.' })).textContent).toContain('A reel turns.')
})

test.each([
  ['drawing', 'Drawing…'],
  ['queued', 'Queued…'],
  ['failed', 'Failed'],
] as const)('a panel that is %s says so', (status, word) => {
  show(aPanel('a', { status }))
  expect(screen.getByText(word)).toBeDefined()
})

test('the shot, its length and a picture that has become stale are told', () => {
  const card = show(
    aPanel('a', { shotSize: 'close-up', cameraMove: 'dolly-in', durationMs: 2250, chosenTake: aTake('t', { stale: true }) }),
  )
  expect(card.textContent).toContain('CU')
  expect(card.textContent).toContain('2.3 s')
  expect(screen.getByRole('img', { name: 'Dolly in' })).toBeDefined()
  expect(screen.getByTitle(/has changed since/)).toBeDefined()
})

test('while one rushes past no picture is asked for', () => {
  const drawn = aPanel('a', { chosenTake: aTake('t') })
  expect(show(drawn, { isHeld: true }).querySelector('img')).toBeNull()
  cleanup()
  expect(show(drawn).querySelector('img')?.getAttribute('src')).toBe('/media/t.webp')
})

test('a click picks the panel, a double click plays from it', () => {
  const onPick = vi.fn()
  const onPlay = vi.fn()
  const panel = aPanel('a')
  const card = show(panel, { onPick, onPlay })
  fireEvent.click(card)
  fireEvent.doubleClick(card)
  expect(onPick.mock.calls[0]?.[0]).toBe(panel)
  expect(onPlay).toHaveBeenCalledWith(panel)
})

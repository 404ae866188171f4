import { expect, test } from 'vitest'
import { commandOf as timelineCommandOf } from '../../pages/timeline/keys/keymap.ts'
import { watchKey } from '../../pages/watch/player/keys.ts'
import { playerKey } from '../../player/keys.ts'
import { catalogue, entriesOf, type PlaceId } from './catalogue.ts'
import { fit } from './fuzzy.ts'
import { commandOf, isPressed, spelled } from './keys.ts'

/** A key as the browser tells it, from how the catalogue writes it. */
function pressed(spec: string) {
  const parts = spec === '+' ? ['+'] : spec.split('+')
  const name = parts.at(-1) ?? ''
  const has = (modifier: string) => parts.slice(0, -1).includes(modifier)
  const codes: Record<string, string> = { ',': 'Comma', '.': 'Period' }
  return {
    key: name === 'Space' ? ' ' : name,
    code: codes[name] ?? (/^\d$/.test(name) ? `Digit${name}` : /^[a-z]$/.test(name) ? `Key${name.toUpperCase()}` : name),
    ctrlKey: has('mod'),
    metaKey: false,
    shiftKey: has('shift'),
    altKey: has('alt'),
  }
}
const keysOf = (place: PlaceId) => entriesOf(place).flatMap(({ id, keys }) => keys.map(key => ({ id, key })))

test.each(catalogue.map(({ id }) => id))('in %s each key means the one thing that the map says', place => {
  for (const { id, key } of keysOf(place)) expect(commandOf(place, pressed(key)), key).toBe(id)
})

test('ids are told apart, within a place and among places', () => {
  const ids = catalogue.flatMap(({ id, entries }) => entries.map(entry => `${id} ${entry.id}`))
  expect(new Set(ids).size).toBe(ids.length)
})

test.each(['timeline-tools', 'timeline-edits', 'timeline-about'] as const)('%s: the timeline does what the map says', place => {
  for (const entry of entriesOf(place))
    for (const key of entry.keys) {
      const command = timelineCommandOf(pressed(key))
      expect(command, key).not.toBeNull()
      if ('command' in entry) expect(command, key).toEqual(entry.command)
    }
})

test('players and the Watch page know the keys that the map says', () => {
  const nothing = () => undefined
  const transport = new Proxy({}, { get: () => () => 0 }) as Parameters<typeof playerKey>[2]
  const programme = { rate: { num: 24, den: 1 }, length: 48, shots: [] } as unknown as Parameters<typeof playerKey>[1]
  for (const { key } of keysOf('player')) expect(playerKey(pressed(key), programme, transport), key).toBe(true)
  const media = {
    currentTime: 0,
    duration: 9,
    volume: 1,
    muted: false,
    paused: true,
    playbackRate: 1,
    play: async () => {},
    pause: nothing,
  }
  for (const { key } of keysOf('watch'))
    expect(watchKey(pressed(key).key, media, { toggleFullscreen: nothing, toggleCaptions: nothing }), key).toBe(true)
})

test('a key without its modifiers is another key, and a sign may need Shift or not', () => {
  expect(isPressed('mod+k', { ...pressed('k'), metaKey: true })).toBe(true)
  expect(isPressed('mod+k', pressed('k'))).toBe(false)
  expect(isPressed('k', pressed('shift+k'))).toBe(false)
  expect(isPressed('?', { ...pressed('?'), shiftKey: true })).toBe(true)
})

test('keys are shown under their modifiers', () => {
  expect(spelled(['alt+ArrowUp', 'alt+ArrowDown'])).toEqual(['Alt + ↑ ↓'])
  expect(spelled(['shift+d', 'mod+t'])).toEqual(['Shift + D', 'Ctrl/⌘ + T'])
  expect(spelled(Array.from('0123456789'))).toEqual(['0 – 9'])
  expect(spelled(['+', '-'])).toEqual(['+ -'])
})

test('what is typed finds names by their beginnings, then by their letters', () => {
  const best = (typed: string, ...names: string[]) => names.toSorted((a, b) => fit(b, typed) - fit(a, typed))[0]
  expect(best('dap', 'Draw the selected panels', 'Draw all panels')).toBe('Draw all panels')
  expect(best('exp', 'Next panel', 'Go to Export')).toBe('Go to Export')
  expect(best('board', 'Go to Board', 'Storyboard PDF')).toBe('Go to Board')
  expect(fit('Go to Board', 'xyz')).toBe(0)
  expect(fit('Älter', 'äl')).toBeGreaterThan(0)
})

import { expect, test } from 'vitest'
import { aCharacter, aPanel, aProject, aScene, aTake, aTree } from '../testing/make.ts'
import { animaticOf } from './animatic.ts'
import { playerKey } from './keys.ts'
import { motionOf, transformAt } from './motion.ts'
import { layersAt, linesAt, shotEdge } from './programme.ts'
import { createTransport } from './transport.ts'

const said = (text: string, characterId: string | null = null) => ({ characterId, character: 'MARA', parenthetical: '', text })
const tree = aTree(
  [
    [
      aScene('s1', [
        aPanel('a', { durationMs: 1001, chosenTake: aTake('t1') }),
        aPanel('b', { durationMs: 2000, dialogue: [said('Yes.', 'c1'), said('Why not?')] }),
      ]),
      aScene('empty', []),
      aScene('s2', [aPanel('c', { durationMs: 1000 })]),
    ],
  ],
  { project: aProject({ rate: { num: 30_000, den: 1001 }, dropFrame: true }), characters: [aCharacter('c1')] },
)
const programme = animaticOf(tree)

/** A wheel whose clock is turned by hand. */
function wheel(length: number) {
  let clock = 0
  let due: (() => void) | null = null
  const transport = createTransport({
    length,
    framesPerSecond: 24,
    now: () => clock,
    nextPicture(work) {
      due = work
      return () => (due = null)
    },
  })
  return {
    transport,
    passes: (ms: number) => {
      clock += ms
      const work = due
      due = null
      work?.()
    },
  }
}

test('panels follow each other without a hole on the frames of the project', () => {
  expect(programme.shots.map(({ id, start, end }) => [id, start, end])).toEqual([
    ['a', 0, 30],
    ['b', 30, 90],
    ['c', 90, 120],
  ])
  expect(programme.scenes).toEqual([0, 90])
  expect(programme.length).toBe(120)
})

test('what is said is shared out over its panel by length, in the colour of who says it', () => {
  expect(programme.lines).toEqual([
    { start: 30, end: 50, text: 'Yes.', speaker: 'MARA', colour: '#d9822b' },
    { start: 50, end: 90, text: 'Why not?', speaker: 'MARA', colour: null },
  ])
  expect(linesAt(programme, 50).map(({ text }) => text)).toEqual(['Why not?'])
})

test('two shots show around a dissolve, one elsewhere', () => {
  const dissolved = { ...programme, overlaps: [{ kind: 'dissolve' as const, wipe: null, start: 25, cut: 30, end: 35 }] }
  expect(layersAt(dissolved, 10).map(({ shot }) => shot.id)).toEqual(['a'])
  expect(layersAt(dissolved, 30).map(({ shot, opacity }) => [shot.id, opacity])).toEqual([
    ['a', 1],
    ['b', 0.5],
  ])
  expect(layersAt(programme, 500)).toEqual([])
})

test('going back stops at the start of the shot first', () => {
  expect(shotEdge(programme, 40, -1)).toBe(30)
  expect(shotEdge(programme, 30, -1)).toBe(0)
  expect(shotEdge(programme, 40, 1)).toBe(90)
  expect(shotEdge(programme, 100, 1)).toBe(120)
})

test('a push in ends nearer than it began; a still stays', () => {
  expect(transformAt(motionOf('dolly-in'), 0)).toContain('scale(1.0000)')
  expect(transformAt(motionOf('dolly-in'), 1)).toContain('scale(1.2000)')
  expect(transformAt(motionOf('static'), 0.5)).toBe('none')
})

test('the wheel turns by the clock and stops at the last frame', () => {
  const { transport, passes } = wheel(48)
  transport.play()
  passes(500)
  expect(transport.frame()).toBe(12)
  passes(5000)
  expect([transport.frame(), transport.speed()]).toEqual([47, 0])
  transport.play()
  expect(transport.frame()).toBe(0)
})

test('J and L double the speed and turn around', () => {
  const { transport } = wheel(480)
  const speeds = ['l', 'l', 'L', 'j', 'j', 'k'].map(key => {
    playerKey({ key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false }, programme, transport)
    return transport.speed()
  })
  expect(speeds).toEqual([1, 2, 4, -1, -2, 0])
})

test('arrows step by a frame, with shift by a second', () => {
  const { transport } = wheel(480)
  const press = (key: string, shiftKey = false) =>
    playerKey({ key, shiftKey, altKey: false, ctrlKey: false, metaKey: false }, programme, transport)
  press('ArrowRight')
  press('ArrowRight', true)
  expect(transport.frame()).toBe(31)
  expect(press('x')).toBe(false)
})

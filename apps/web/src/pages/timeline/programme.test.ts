import { createCaption, createTransition } from '@storycanvas/timeline'
import { expect, test } from 'vitest'
import { aCharacter, aPanel, aScene, aTake, aTree } from '../../testing/make.ts'
import { cutOf } from './cut.ts'
import { knownOf } from './known.ts'
import { film } from './testing/film.ts'

const tree = aTree(
  [[aScene('s1', [aPanel('p1', { chosenTake: aTake('t1') })]), aScene('s2', [aPanel('p2', { characterIds: ['c1'] })])]],
  { characters: [aCharacter('c1')] },
)
const known = knownOf(tree)
const change = (id: string, fields: object) => {
  const cut = film()
  return { ...cut, tracks: cut.tracks.map(track => (track.id === id ? { ...track, ...fields } : track)) }
}

test('the document and what the project knows make one cut', () => {
  const { programme, scenes, length } = cutOf(film(), known)
  expect(length).toBe(170)
  expect(scenes.map(({ id, start, end }) => [id, start, end])).toEqual([
    ['s1', 0, 50],
    ['s2', 50, 100],
  ])
  expect(programme.shots[0]).toMatchObject({ imageUrl: '/media/still.png', video: null })
  const [first, second] = film().tracks[0]?.clips ?? []
  expect(first && known.clip(first).imageUrl).toBe('/media/t1.webp')
  expect(second && known.clip(second).colour).toBe('#d9822b')
})

test('footage plays from the frame that its clip begins with', () => {
  expect(cutOf(film(), known).programme.above[0]?.shots[0]?.video).toEqual({
    url: '/media/footage.mp4',
    fromSeconds: 1.25,
    speed: 1,
  })
})

test('music is heard from where its clip begins, and not on a muted track', () => {
  expect(cutOf(film(), known).programme.sounds).toMatchObject([
    { url: '/media/song.mp3', start: 10, end: 110, fromSeconds: 1, speed: 1, gainDb: 0 },
  ])
  expect(cutOf(change('A1', { muted: true }), known).programme.sounds).toEqual([])
  expect(cutOf(change('V2', { muted: true }), known).programme.above).toEqual([])
})

test('sounds that cross over are heard beyond their cut, with level power', () => {
  const [clip] = film().tracks[2]?.clips ?? []
  if (!clip) throw new Error('no song')
  const clips = [
    { ...clip, duration: 50 },
    { ...clip, id: 's2', start: 60, duration: 50, sourceIn: clip.sourceIn + 100_000 },
  ]
  const transitions = [createTransition({ id: 't', cut: 60, inOffset: 6, outOffset: 4 })]
  const { sounds } = cutOf(change('A1', { clips, transitions }), known).programme
  expect(sounds.map(({ start, end }) => [start, end])).toEqual([
    [10, 64],
    [54, 110],
  ])
  expect(sounds[0]?.fadeOut).toEqual({ frames: 10, curve: 'power' })
  expect(sounds[1]?.fadeIn).toEqual({ frames: 10, curve: 'power' })
  expect(sounds[1]?.fromSeconds).toBeCloseTo((clip.sourceIn + 100_000) / 48_000 - 0.25)
})

test('who speaks has a colour', () => {
  const captions = [createCaption({ id: 'x', start: 0, duration: 5, text: 'No.', speaker: aCharacter('c1').name })]
  expect(cutOf({ ...film(), captions }, known).programme.lines[0]?.colour).toBe('#d9822b')
})

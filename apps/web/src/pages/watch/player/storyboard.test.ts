import { expect, test } from 'vitest'
import { tileAt, tilesOf } from './storyboard.ts'

const vtt = `WEBVTT

00:00:00.000 --> 00:00:04.000
storyboard-0.jpg#xywh=0,0,160,90

00:00:04.000 --> 01:00:05.500
storyboard-0.jpg#xywh=160,0,160,90
`

test('tiles have their times and their sheets beside the document', () => {
  const tiles = tilesOf(vtt, '/streams/grant/id/storyboard.vtt')
  expect(tiles).toHaveLength(2)
  expect(tiles[1]).toMatchObject({ start: 4, end: 3605.5, x: 160, y: 0, width: 160, height: 90 })
  expect(tiles[1]?.sheet).toMatch(/\/streams\/grant\/id\/storyboard-0\.jpg$/)
})

test('the tile of a moment is the one that holds it, the last one beyond the end', () => {
  const tiles = tilesOf(vtt, '/storyboard.vtt')
  expect(tileAt(tiles, 3.9)).toBe(tiles[0])
  expect(tileAt(tiles, 4)).toBe(tiles[1])
  expect(tileAt(tiles, 9000)).toBe(tiles[1])
  expect(tileAt([], 1)).toBeUndefined()
})

import type { Media, Timeline } from '../../model.ts'

// AX stands for any unnamed source, BL and BLK for black.
const reserved = ['AX', 'BL', 'BLK']

const candidate = (media: Media): string =>
  (media.reel ?? media.name.replace(/\.[A-Za-z0-9]{1,4}$/, ''))
    .toUpperCase()
    .replace(/[^A-Z0-9_]/g, '')
    .slice(0, 8)

/**
 * A reel for every media: eight characters, which is what all importers take, and unique, so that two files never become
 * one. The media's own reel or name where it fits, `CLIP0001` otherwise.
 */
export const reelNames = (timeline: Timeline): Map<string, string> => {
  const names = new Map<string, string>()
  const used = new Set(reserved)
  const media = Object.values(timeline.media)
  const take = (id: string, reel: string): void => {
    names.set(id, reel)
    used.add(reel)
  }
  // Given reels first: a name must not take the reel of another media away.
  for (const one of media)
    if (one.reel !== undefined && candidate(one) === one.reel && !used.has(one.reel)) take(one.id, one.reel)
  let counter = 0
  for (const one of media) {
    if (names.has(one.id)) continue
    let reel = candidate(one)
    while (reel === '' || used.has(reel)) reel = `CLIP${String(++counter).padStart(4, '0')}`
    take(one.id, reel)
  }
  return names
}

import type { Asset } from '@storycanvas/api'

export type Target = 'character' | 'location' | 'panel' | 'cut'

/** Where an asset of a kind can be put to use. */
export const targetsOf: Record<Asset['kind'], readonly Target[]> = {
  face: ['character'],
  image: ['character', 'location'],
  music: ['cut'],
  prompt: ['character', 'location', 'panel'],
  lora: ['character', 'location'],
}

type CastMember = { look: string; references: readonly { id: string }[] }
type Kept = Pick<Asset, 'kind' | 'text' | 'mediaId'>

/** What an asset adds to a character or a place; what is there stays. */
export function forCast({ kind, text, mediaId }: Kept, { look, references }: CastMember) {
  if (kind === 'lora') {
    const [file = '', ...trigger] = text.trim().split(/\s+/)
    return { lora: file, look: joined(look, trigger.join(' ')) }
  }
  if (kind === 'prompt') return { look: joined(look, text) }
  const known = references.map(({ id }) => id)
  return { referenceIds: mediaId === null || known.includes(mediaId) ? known : [...known, mediaId] }
}

/** A prompt with another one behind it, unless it says so already. */
export function joined(prompt: string, added: string): string {
  const words = added.trim()
  if (words === '' || prompt.includes(words)) return prompt
  return prompt.trim() === '' ? words : `${prompt.trim().replace(/[,;.]$/, '')}, ${words}`
}

/** The first track of sound on which nothing lies. */
export function freeTrack(tracks: readonly { id: string; clips: readonly unknown[] }[]): string {
  const full = new Set(tracks.filter(({ clips }) => clips.length > 0).map(({ id }) => id))
  for (let number = 1; number < 99; number += 1) if (!full.has(`A${number}`)) return `A${number}`
  return 'A99'
}

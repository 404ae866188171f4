import { fingerprint } from '../hand/chance.ts'
import type { FrameSide, PanelPicture, PictureCharacter } from '../picture.ts'

const NOBODY: Omit<PictureCharacter, 'side'> = { name: '', colour: '', look: '', speaking: false }

/** A person whom the panel needs but does not name. */
export const isStranger = (character: PictureCharacter) => character.name === ''

const stranger = (side: FrameSide): PictureCharacter => ({ ...NOBODY, side })

const PEOPLE =
  /\b(man|woman|men|women|boy|girl|child|children|person|people|someone|somebody|stranger|figure|crowd|couple|he|she|they|his|her|him|soldiers?|dancers?|passers?-?by|guests?|audience|silhouette)\b/i

const flipped = (side: FrameSide): FrameSide => (side === 'left' ? 'right' : side === 'right' ? 'left' : 'centre')

/** Who is in the picture, most important first, each on their side. Odd variations change sides. */
export function castOf(picture: PanelPicture): PictureCharacter[] {
  const others = picture.variation % 2 === 1
  const present = picture.characters
    .slice(0, 6)
    .map(character => ({ ...character, side: others ? flipped(character.side) : character.side }))
  const ranked = present.toSorted((a, b) => Number(b.speaking) - Number(a.speaking))
  const spoken = picture.description.slice(0, 1000)
  switch (picture.framing) {
    case 'two-shot':
      return apart([...present.slice(0, 2), stranger('left'), stranger('right')].slice(0, 2))
    case 'over-the-shoulder':
      return [...ranked.slice(0, 2), stranger('left'), stranger('right')].slice(0, 2)
    case 'group':
      return [...ranked, stranger('left'), stranger('right'), stranger('centre')].slice(
        0,
        Math.max(3, Math.min(present.length, 5)),
      )
    case 'single':
      return ranked.length > 0
        ? ranked.slice(0, 1)
        : PEOPLE.test(spoken)
          ? [stranger(fingerprint(picture.id) % 2 === 0 ? 'left' : 'right')]
          : []
    case 'point-of-view':
      return ranked.slice(0, 3)
    case 'establishing':
      return ranked.slice(0, 3)
  }
  return ranked.slice(0, 1)
}

/** Two people who were given the same side still stand on different ones. */
function apart(pair: PictureCharacter[]): PictureCharacter[] {
  const [first, second] = pair
  if (first === undefined || second === undefined) return pair
  const firstIsLeft = first.side === 'left' || second.side === 'right' || (first.side === 'centre' && second.side === 'centre')
  const swap = first.side === second.side && first.side === 'right' ? true : !firstIsLeft
  return swap
    ? [
        { ...second, side: 'left' },
        { ...first, side: 'right' },
      ]
    : [
        { ...first, side: 'left' },
        { ...second, side: 'right' },
      ]
}

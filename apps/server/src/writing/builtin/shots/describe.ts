import type { Shot } from './shot.ts'
import type { SpeechMoment } from './moments.ts'

/** What the panel shows, in a sentence or two; the spoken words stand beside it, not in it. */
export function describeShot(shot: Shot): string {
  const speeches = shot.moments.filter(moment => moment.kind === 'speech')
  const [speech] = speeches
  if (speech !== undefined) {
    const business = speeches.flatMap(each => (each.business === null ? [] : [each.business]))
    return [...business, describeSpeech(shot, speech, speeches)].join(' ')
  }
  const text = shot.moments.map(moment => moment.text).join(' ')
  const isSilence = shot.moments[0]?.kind === 'silence'
  return isSilence && shot.subject !== null ? `${text} ${shot.subject} says nothing.` : text
}

function describeSpeech(shot: Shot, speech: SpeechMoment, speeches: readonly SpeechMoment[]): string {
  const { subject, framing, characters } = shot
  const others = characters.filter(name => name !== speech.character)
  if (speeches.length > 1 && framing !== 'over-the-shoulder') {
    const isAtOnce = speeches.some(each => each.isDual)
    return `${list([...new Set(speeches.map(each => each.character))])} ${isAtOnce ? 'speak at once' : 'face each other, quick words to and fro'}.`
  }
  if (!characters.includes(speech.character)) {
    return subject === null
      ? `The voice of ${speech.character} over the picture.`
      : `${subject} listens to ${speech.character}${manner(speech)}.`
  }
  const says = `${speech.character} ${verb(speech)}${manner(speech)}.`
  if (framing === 'over-the-shoulder') return `Over the shoulder of ${list(others)}: ${says}`
  return others.length > 0 ? `${list(characters)} together. ${says}` : says
}

function verb({ text, piece }: SpeechMoment): string {
  if (piece > 0) return 'goes on'
  if (text.endsWith('?')) return 'asks'
  if (text.endsWith('!')) return 'cries out'
  return /(?:…|\.\.\.|--|—)$/.test(text) ? 'breaks off' : 'speaks'
}

function manner({ parenthetical }: SpeechMoment): string {
  return parenthetical === null ? '' : `, ${parenthetical}`
}

function list(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

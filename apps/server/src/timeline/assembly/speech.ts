import type { Frames, Rate } from '@storycanvas/timeline'

type Speech = { speaker: string | null; text: string }
type Cue = Speech & { start: Frames; duration: Frames }

/** Two lines of 42 characters are the most that viewers follow comfortably (Netflix timed text guide). */
const longestCue = 84
/** Characters a second that grown-ups read with ease. */
const readingPace = 16
const shortestMs = 1000

const graphemes = new Intl.Segmenter()
/** What a reader sees as one character each: a family of four in one emoji is one. */
const charactersOf = (text: string): string[] =>
  isPlain.test(text) ? Array.from(text) : Array.from(graphemes.segment(text), ({ segment }) => segment)
/** Without line breaks every character of ASCII stands for itself, and asking the segmenter takes far longer. */
const isPlain = /^[\x20-\x7e]*$/

/** How long it takes to speak, or to read, a text. */
export const speakingMs = (text: string): number =>
  Math.max(shortestMs, Math.round((charactersOf(text).length / readingPace) * 1000))

/**
 * The speeches of one shot as cues, one after the other from its first frame, each as long as it takes to read. Where the
 * shot is too short for that, all of them are shortened alike; they never reach past its end. `start` counts from the
 * first frame of the shot.
 */
export function cuesOf(speeches: readonly Speech[], shotFrames: Frames, rate: Rate): Cue[] {
  const pieces = speeches.flatMap(speech => piecesOf(speech.text).map(text => ({ speaker: speech.speaker, text })))
  if (pieces.length === 0) return []
  if (pieces.length > shotFrames)
    return [{ speaker: null, text: pieces.map(({ text }) => text).join('\n'), start: 0, duration: shotFrames }]
  const wanted = pieces.map(({ text }) => (speakingMs(text) * rate.num) / (rate.den * 1000))
  const total = wanted.reduce((sum, frames) => sum + frames, 0)
  const shrink = Math.min(1, shotFrames / total)
  let passed = 0
  let reached = 0
  return pieces.map((piece, index) => {
    passed += (wanted[index] ?? 0) * shrink
    const start = reached
    const left = pieces.length - 1 - index
    reached = Math.min(shotFrames - left, Math.max(start + 1, Math.round(passed)))
    return { ...piece, start, duration: reached - start }
  })
}

/** A text in pieces that one cue can hold: whole sentences where they fit, else cut between words. */
function piecesOf(text: string): string[] {
  const sentences = text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .split(/(?<=[.!?…]["'”’)]?) /)
    .flatMap(shortened)
  const pieces: string[] = []
  for (const sentence of sentences) {
    const joined = `${pieces.at(-1)} ${sentence}`
    if (pieces.length > 0 && joined.length <= longestCue) pieces[pieces.length - 1] = joined
    else if (sentence !== '') pieces.push(sentence)
  }
  return pieces
}

function shortened(sentence: string): string[] {
  if (sentence.length <= longestCue) return [sentence]
  const parts = Math.ceil(sentence.length / longestCue)
  const space = sentence.lastIndexOf(' ', Math.ceil(sentence.length / parts) + 5)
  const end = space > 0 && space <= longestCue ? space : wholeCharacters(sentence.slice(0, longestCue))
  return [sentence.slice(0, end).trim(), ...shortened(sentence.slice(end).trim())]
}

/** Scripts without spaces may be cut anywhere, but not through a character, unless one alone is too long. */
function wholeCharacters(text: string): number {
  const whole = charactersOf(text).slice(0, -1).join('').length
  return whole > 0 ? whole : Array.from(text).slice(0, -1).join('').length
}

import { countWords, sentences } from '../scenes/sentences.ts'

/** About ten seconds of talk: longer on one face and the picture goes stale. */
const MOST_WORDS = 28

/** Cuts a speech at sentence ends, then at commas, then between words. Joined by spaces the pieces are the speech again. */
export function splitSpeech(text: string): string[] {
  if (countWords(text) <= MOST_WORDS) return [text]
  const clauses = sentences(text).flatMap(sentence =>
    countWords(sentence) <= MOST_WORDS ? [sentence] : sentence.split(/(?<=[,;:—–-])\s+/).flatMap(byWords),
  )
  return gather(clauses)
}

function byWords(clause: string): string[] {
  if (countWords(clause) <= MOST_WORDS) return [clause]
  return gather(clause.split(/\s+/))
}

/** Even pieces read better than full ones and a remnant of two words. */
function gather(parts: readonly string[]): string[] {
  const total = parts.reduce((sum, part) => sum + countWords(part), 0)
  const target = total / Math.ceil(total / MOST_WORDS)
  const pieces: string[] = []
  let piece = ''
  let words = 0
  for (const part of parts) {
    const added = countWords(part)
    if (piece !== '' && (words + added > MOST_WORDS || words >= target * 0.8)) {
      pieces.push(piece)
      piece = ''
      words = 0
    }
    piece = piece === '' ? part : `${piece} ${part}`
    words += added
  }
  return piece === '' ? pieces : [...pieces, piece]
}

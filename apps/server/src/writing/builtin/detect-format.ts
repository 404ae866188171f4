import { readHeading, readCue } from './screenplay/marks.ts'

/** Guesses what a text is: a heading or several cues with speech below them make a screenplay; XML can only be Final Draft. */
export function detectFormat(text: string): 'fountain' | 'final-draft' | 'prose' {
  if (/^\s*<(?:\?xml|FinalDraft)\b/.test(text.slice(0, 200).replace(/^\uFEFF/, ''))) return 'final-draft'
  const lines = text.slice(0, 200_000).split(/\r\n?|\n/)
  let cues = 0
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim()
    if (line === '' || (lines[index - 1]?.trim() ?? '') !== '') continue
    const isFollowed = (lines[index + 1]?.trim() ?? '') !== ''
    if (readHeading(line) !== null && !isFollowed && line.length < 100) return 'fountain'
    if (isFollowed && /^@?\p{Lu}[^\p{Ll}]{1,40}$/u.test(line) && readCue(line) !== null) cues += 1
  }
  return cues >= 2 ? 'fountain' : 'prose'
}

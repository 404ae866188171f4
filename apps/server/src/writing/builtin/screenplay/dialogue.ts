import { readLyric } from './marks.ts'
import type { DialoguePart } from './model.ts'
import { isBlank, type SourceLine } from './source-lines.ts'

/** Reads what follows a cue up to an empty line, or null where nothing is said and the cue was none. */
export function readDialogue(lines: readonly SourceLine[], from: number): { parts: DialoguePart[]; next: number } | null {
  const parts: DialoguePart[] = []
  let next = from
  for (; next < lines.length && !endsSpeech(lines[next]!); next += 1) {
    const line = lines[next]!
    const text = line.text.trim()
    if (text === '' && line.boneyards.length > 0) continue
    const part = readPart(text, line)
    const last = parts.at(-1)
    if (part.kind === 'speech' && last?.kind === 'speech') last.text += `\n${part.text}`
    else parts.push(part)
  }
  for (const part of parts) part.text = part.text.trim()
  const spoken = parts.filter(part => part.text !== '')
  return spoken.length === 0 ? null : { parts: spoken, next }
}

/** Two spaces hold a speech open over an otherwise empty line. */
function endsSpeech(line: SourceLine): boolean {
  return isBlank(line) && line.text.length < 2
}

function readPart(text: string, { line, isInsideNote }: SourceLine): DialoguePart {
  if (isInsideNote) return { kind: 'speech', text, line }
  if (text.length > 2 && text.startsWith('(') && text.endsWith(')')) {
    return { kind: 'parenthetical', text: text.slice(1, -1).trim(), line }
  }
  const lyric = readLyric(text)
  return lyric === null ? { kind: 'speech', text, line } : { kind: 'lyric', text: lyric, line }
}

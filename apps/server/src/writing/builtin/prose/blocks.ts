export type Block =
  | { kind: 'heading'; level: number; text: string; line: number }
  | { kind: 'break'; line: number }
  | { kind: 'paragraph'; text: string; line: number }

const CHAPTER = /^(?:chapter|part|book|prologue|epilogue|act)\b(?:\s+[\p{L}\p{N}-]+){0,2}(?:\s*[:.–—-]\s*.{1,80})?$/iu

/** Splits prose into paragraphs, chapter headings (Markdown or `Chapter 3`) and scene breaks (`***`, `---`, `#`). */
export function blocksOf(source: string): Block[] {
  const lines = source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .split('\n')
  // Text without a single empty line has one paragraph a line.
  const isOnePerLine = !lines.slice(0, -1).some(line => line.trim() === '')
  const blocks: Block[] = []
  let isOpen = false
  lines.forEach((raw, index) => {
    const text = raw.trim()
    const line = index + 1
    const special = text === '' ? null : specialBlock(text, line)
    const last = blocks.at(-1)
    if (special !== null) blocks.push(special)
    else if (text !== '' && isOpen && last?.kind === 'paragraph') last.text += ` ${text}`
    else if (text !== '') blocks.push({ kind: 'paragraph', text, line })
    isOpen = text !== '' && special === null && !isOnePerLine
  })
  return blocks
}

function specialBlock(text: string, line: number): Block | null {
  if (text.length <= 40 && /^(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|(?:~\s*){3,}|#|⁂|§|•{1,3})$/u.test(text))
    return { kind: 'break', line }
  const marks = /^#{1,6}(?=\s)/.exec(text)
  if (marks !== null)
    return {
      kind: 'heading',
      level: marks[0].length,
      text: withoutClosingMarks(text.slice(marks[0].length).trim()),
      line,
    }
  return text.length <= 100 && CHAPTER.test(text) ? { kind: 'heading', level: 2, text, line } : null
}

/** `## Chapter One ##` is closed as it is opened. By hand: an expression would begin anew at each of many marks or blanks. */
function withoutClosingMarks(text: string): string {
  let end = text.length
  while (text[end - 1] === '#') end -= 1
  return text.slice(0, end).trimEnd()
}

export interface StyledSpan {
  text: string
  isBold: boolean
  isItalic: boolean
  isUnderlined: boolean
}

interface Mark {
  start: number
  length: number
  style: '*' | '**' | '***' | '_'
}

/**
 * The emphasis of one Fountain text: `*italic*`, `**bold**`, `***both***`, `_underlined_`, `\*` for a literal mark.
 * Notes are left out. Emphasis ends with its line. Linear in the length of the text.
 */
export function styledSpans(text: string): StyledSpan[] {
  return withoutNotes(text)
    .split('\n')
    .flatMap((line, index) => [...(index === 0 ? [] : [span('\n', new Set())]), ...lineSpans(line)])
}

/** The words alone, on one line: no marks, no notes. */
export function plainText(text: string): string {
  const isPlain = !/[*_\\[\n]/.test(text)
  const words = isPlain
    ? text
    : styledSpans(text)
        .map(part => part.text)
        .join('')
  return words.replace(/\s+/g, ' ').trim()
}

function withoutNotes(text: string): string {
  const kept: string[] = []
  let position = 0
  while (true) {
    const open = text.indexOf('[[', position)
    const close = open < 0 ? -1 : text.indexOf(']]', open)
    if (close < 0) break
    kept.push(text.slice(position, open))
    position = close + 2
  }
  kept.push(text.slice(position))
  return kept.join('')
}

function lineSpans(line: string): StyledSpan[] {
  const spans: StyledSpan[] = []
  const open = new Set<Mark['style']>()
  let position = 0
  for (const mark of pairedMarks(line)) {
    if (mark.start > position) spans.push(span(unescaped(line.slice(position, mark.start)), open))
    if (!open.delete(mark.style)) open.add(mark.style)
    position = mark.start + mark.length
  }
  if (position < line.length) spans.push(span(unescaped(line.slice(position)), open))
  return spans
}

/** Marks that have a partner on the line: an opener touches the word after it, a closer the word before it. */
function pairedMarks(line: string): Mark[] {
  const waiting = new Map<Mark['style'], Mark>()
  const paired: Mark[] = []
  for (const found of line.matchAll(/\\[*_\\]|\*{1,3}|_/g)) {
    const style = found[0] as Mark['style']
    if (style.startsWith('\\')) continue
    const mark: Mark = { start: found.index, length: style.length, style }
    const opener = waiting.get(style)
    if (opener !== undefined && /\S/.test(line[mark.start - 1] ?? ' ') && mark.start > opener.start + opener.length) {
      paired.push(opener, mark)
      waiting.delete(style)
    } else if (/\S/.test(line[mark.start + mark.length] ?? ' ')) waiting.set(style, mark)
  }
  return paired.sort((a, b) => a.start - b.start)
}

function unescaped(text: string): string {
  return text.replace(/\\([*_\\])/g, '$1')
}

function span(text: string, open: ReadonlySet<Mark['style']>): StyledSpan {
  return {
    text,
    isBold: open.has('**') || open.has('***'),
    isItalic: open.has('*') || open.has('***'),
    isUnderlined: open.has('_'),
  }
}

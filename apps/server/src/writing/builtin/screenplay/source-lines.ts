export interface SourceLine {
  /** The line without its boneyards. */
  text: string
  line: number
  boneyards: string[]
  /** The line began while a `[[note]]` was open, so nothing on it is markup. */
  isInsideNote: boolean
}

/**
 * Splits a script into lines, lifting out boneyards (Fountain's comments, in slashes and stars), which may swallow line ends.
 * An unclosed boneyard or note is ordinary text, as the specification asks.
 */
export function sourceLines(source: string): SourceLine[] {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?|[\u2028\u2029]/g, '\n')
  const lines: SourceLine[] = []
  let current: SourceLine = { text: '', line: 1, boneyards: [], isInsideNote: false }
  let lineNumber = 1
  let position = 0
  while (position < text.length) {
    const { start, end } = nextBoneyard(text, position)
    const [first = '', ...rest] = text.slice(position, start).split('\n')
    current.text = join(current, first)
    for (const part of rest) {
      lines.push(current)
      lineNumber += 1
      current = { text: part, line: lineNumber, boneyards: [], isInsideNote: false }
    }
    if (start < end) {
      const boneyard = text.slice(start + 2, end - 2)
      current.boneyards.push(boneyard)
      lineNumber += boneyard.split('\n').length - 1
    }
    position = end
  }
  lines.push(current)
  markNotes(lines)
  return lines
}

export function isBlank(line: SourceLine | undefined): boolean {
  return line === undefined || (line.text.trim() === '' && line.boneyards.length === 0 && !line.isInsideNote)
}

function nextBoneyard(text: string, from: number): { start: number; end: number } {
  const start = text.indexOf('/*', from)
  const close = start < 0 ? -1 : text.indexOf('*/', start + 2)
  return close < 0 ? { start: text.length, end: text.length } : { start, end: close + 2 }
}

/** A space keeps the neighbours of a lifted boneyard from forming a mark that nobody wrote, such as `/` + `*`. */
function join(line: SourceLine, addition: string): string {
  if (line.boneyards.length === 0) return line.text + addition
  const isWordJoin = /[\p{L}\p{N}]$/u.test(line.text) && /^[\p{L}\p{N}]/u.test(addition)
  const left = line.text.trimEnd()
  const right = addition.trim()
  if (left === '' || right === '') return left + right
  return isWordJoin ? left + right : `${left} ${right}`
}

/** A note may run over lines but not over an empty one; a line of two spaces does not count as empty. */
function markNotes(lines: SourceLine[]): void {
  let opened: number | null = null
  lines.forEach((line, index) => {
    if (line.text.length < 2 && line.text.trim() === '' && line.boneyards.length === 0) opened = null
    let position = 0
    while (true) {
      const found = line.text.indexOf(opened === null ? '[[' : ']]', position)
      if (found < 0) break
      if (opened === null) opened = index
      else {
        for (let inside = opened + 1; inside <= index; inside += 1) lines[inside]!.isInsideNote = true
        opened = null
      }
      position = found + 2
    }
  })
}

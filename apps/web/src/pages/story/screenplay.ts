/** How a line of a screenplay is set. */
export type LineKind =
  | 'heading'
  | 'action'
  | 'character'
  | 'parenthetical'
  | 'dialogue'
  | 'transition'
  | 'centred'
  | 'lyric'
  | 'note'
  | 'boneyard'
  | 'section'
  | 'synopsis'
  | 'page-break'
  | 'blank'

const HEADING =
  /^(?:\.[\p{L}\p{N}].*|(?:INT|EXT|EST|INT\.?\s?\/\s?EXT|EXT\.?\s?\/\s?INT|I\.?\/E|E\.?\/I)(?:\.|\s).*|[内外]景[.。\s].*|.{1,60}\s[内外](?:[/／][内外])?\s+[日夜晨昏]\S{0,2})$/iu
const EXTENSION = /\s*\([^()]*\)\s*$/

export const isHeading = (line: string): boolean => line.length < 300 && HEADING.test(line)

/** A line that names who speaks, if speech follows. */
export function isCue(line: string): boolean {
  if (line.length > 120) return false
  let name = line.replace(/\^$/, '').trimEnd()
  while (EXTENSION.test(name)) name = name.replace(EXTENSION, '')
  if (name.startsWith('@')) return name.length > 1
  return /\p{Lu}/u.test(name) && !/\p{Ll}/u.test(name) && !name.endsWith(':') && !/^[!>~=#[(.]/.test(name)
}

/** Heading of a line as one would compare it: without force, number, emphasis and case. */
const canonical = (heading: string): string =>
  heading
    .normalize('NFC')
    .replace(/^\./, '')
    .replace(/\s*#[^#]{1,20}#\s*$/, '')
    .replaceAll(/[*_]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()

/** A scene's text without the heading that it may begin with, where that heading has a field of its own. */
export function splitHeading(text: string, heading: string): { head: string; body: string } {
  const head = /^(?:[ \t]*\r?\n)*[^\n]*\n?(?:[ \t]*\r?\n)*/.exec(text)?.[0] ?? ''
  const line = head.trim()
  const isOwn = isHeading(line) && canonical(line) === canonical(heading)
  return isOwn ? { head, body: text.slice(head.length) } : { head: '', body: text }
}

type Reading = { inBoneyard: boolean; inNote: boolean; isSpeaking: boolean; inAction: boolean }

/**
 * Sets the lines of a text as a screenplay (https://fountain.io/syntax). The text stays what the writer typed; what follows
 * no rule is action. At the line with the caret (0-based) a cue counts before anything is said below it.
 */
export function readScript(lines: readonly string[], caret = -1): LineKind[] {
  const state: Reading = { inBoneyard: false, inNote: false, isSpeaking: false, inAction: false }
  const lastClose = lines.findLastIndex(line => line.includes('*/'))
  return lines.map((raw, at) => {
    const kind = kindOf(raw, at, lines, caret, lastClose, state)
    state.inAction = kind === 'action'
    return kind
  })
}

function kindOf(raw: string, at: number, lines: readonly string[], caret: number, lastClose: number, state: Reading): LineKind {
  const line = raw.trim()
  if (state.inBoneyard) {
    state.inBoneyard = !line.includes('*/')
    return 'boneyard'
  }
  if (line.startsWith('/*') && lastClose >= at) {
    state.inBoneyard = !line.slice(2).includes('*/')
    return 'boneyard'
  }
  if (line === '') {
    const holds = state.isSpeaking && (raw.length >= 2 || (caret === at && (lines[at - 1] ?? '').trim() !== ''))
    state.inNote = false
    if (holds) return 'dialogue'
    state.isSpeaking = false
    return 'blank'
  }
  if (state.inNote) {
    state.inNote = !line.includes(']]')
    return 'note'
  }
  if (state.isSpeaking) return spokenKind(line)
  return startKind(line, at, lines, caret, state)
}

function spokenKind(line: string): LineKind {
  if (line.startsWith('(') && line.endsWith(')')) return 'parenthetical'
  return line.startsWith('~') ? 'lyric' : 'dialogue'
}

function startKind(line: string, at: number, lines: readonly string[], caret: number, state: Reading): LineKind {
  if (line.startsWith('!')) return 'action'
  const single = singleKind(line)
  if (single) return single
  if (state.inAction) return 'action'
  const next = lines[at + 1] ?? ''
  const isFollowed = next.trim() !== '' || next.length >= 2
  if (line.startsWith('[[') && (line.endsWith(']]') || (!line.includes(']]') && isFollowed))) {
    state.inNote = !line.endsWith(']]')
    return 'note'
  }
  if (isHeading(line)) return 'heading'
  if (!isFollowed && caret !== at + 1 && line.endsWith('TO:') && !/\p{Ll}/u.test(line)) return 'transition'
  const isMeant = caret === at + 1 || (caret === at && line.startsWith('@'))
  if ((isFollowed || isMeant) && isCue(line)) {
    state.isSpeaking = true
    return 'character'
  }
  return 'action'
}

/** Elements that hold one line and need no empty line around them. */
function singleKind(line: string): LineKind | null {
  if (/^={3,}$/.test(line)) return 'page-break'
  if (/^=(?!=)\s*\S/.test(line)) return 'synopsis'
  if (/^#+\s*[^#\s]/.test(line)) return 'section'
  if (/^>.*<$/.test(line)) return 'centred'
  if (line.startsWith('>')) return 'transition'
  return /^~\s*\S/.test(line) ? 'lyric' : null
}

export type Span = { from: number; to: number; style: 'bold' | 'italic' | 'underline' | 'aside' | 'mark' }

const EMPHASIS = /(?<![\\*_])(\*{1,3}|_)(?=\S)([^\n]*?\S)\1(?![*])/gu
const ASIDE = /\[\[[^\]]*\]\]|\/\*.*?\*\//gu
const FORCE = /^\s*([.@!>~]|#+|=)(?=\s*\S)/u

/** Emphasis, notes and marks within a line, in order of where they begin. */
export function spansOf(line: string, kind: LineKind): Span[] {
  if (kind === 'blank' || kind === 'boneyard' || kind === 'note' || kind === 'page-break') return []
  const spans: Span[] = []
  const force = forceOf(line, kind)
  if (force) spans.push(force)
  for (const found of line.matchAll(EMPHASIS)) {
    const [whole, mark = ''] = found
    const end = found.index + whole.length
    spans.push({ from: found.index, to: found.index + mark.length, style: 'mark' })
    spans.push({
      from: found.index + mark.length,
      to: end - mark.length,
      style: styles[mark.length === 3 ? '**' : mark] ?? 'bold',
    })
    spans.push({ from: end - mark.length, to: end, style: 'mark' })
  }
  for (const found of line.matchAll(ASIDE)) spans.push({ from: found.index, to: found.index + found[0].length, style: 'aside' })
  return spans.toSorted((a, b) => a.from - b.from || a.to - b.to)
}

const styles: Record<string, Span['style']> = { '*': 'italic', '**': 'bold', _: 'underline' }
const forced: Partial<Record<LineKind, string>> = {
  heading: '.',
  character: '@',
  action: '!',
  transition: '>',
  centred: '>',
  lyric: '~',
  section: '#',
  synopsis: '=',
}

function forceOf(line: string, kind: LineKind): Span | null {
  const [whole, mark = ''] = FORCE.exec(line) ?? []
  if (!whole || !mark.startsWith(forced[kind] ?? ' ')) return null
  return { from: whole.length - mark.length, to: whole.length, style: 'mark' }
}

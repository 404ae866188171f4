const heading = /^(\.(?!\.)|(INT|EXT|EST|INT\.?\/EXT|EXT\.?\/INT|I\/E)[. ])/i

/** A scene's text without the heading it may begin with, since the heading has a field of its own. */
export function splitHeading(text: string): { head: string; body: string } {
  const head = /^[^\n]*\n?(?:[ \t]*\r?\n)*/.exec(text)?.[0] ?? ''
  return heading.test(text.trimStart()) ? { head, body: text.slice(head.length) } : { head: '', body: text }
}

/** One line of a scene as a screenplay sets it. */
export type ScriptLine = {
  kind: 'action' | 'character' | 'parenthetical' | 'dialogue' | 'transition' | 'centred' | 'lyric' | 'note' | 'blank'
  text: string
}

const cue = /^@\S|^(?=.*\p{Lu})[^\p{Ll}]+(\([^)]*\))?\s*\^?$/u
const isCue = (line: string) => cue.test(line) && line.length <= 60 && !/^[.!>]/.test(line)

/**
 * Sets the text of a scene as screenplay lines. It only decides margins: the text stays what the writer typed, and what
 * follows no rule of Fountain (https://fountain.io/syntax) is action.
 */
export function setScript(text: string): ScriptLine[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  let isSpeaking = false
  return lines.map((raw, at): ScriptLine => {
    const line = raw.trim()
    if (line === '') {
      isSpeaking = false
      return { kind: 'blank', text: '' }
    }
    if (isSpeaking) return { kind: line.startsWith('(') && line.endsWith(')') ? 'parenthetical' : 'dialogue', text: line }
    const stands = (lines[at - 1] ?? '').trim() === ''
    const isFollowed = (lines[at + 1] ?? '').trim() !== ''
    if (/^>.*<$/.test(line)) return { kind: 'centred', text: line.slice(1, -1).trim() }
    if (line.startsWith('>')) return { kind: 'transition', text: line.slice(1).trim() }
    if (stands && !isFollowed && /^[^\p{Ll}]+ TO:$/u.test(line)) return { kind: 'transition', text: line }
    if (line.startsWith('~')) return { kind: 'lyric', text: line.slice(1).trim() }
    if (/^\[\[.*\]\]$/.test(line)) return { kind: 'note', text: line.slice(2, -2) }
    if (stands && isFollowed && isCue(line)) {
      isSpeaking = true
      return { kind: 'character', text: line.replace(/^@/, '').replace(/\s*\^$/, '') }
    }
    return { kind: 'action', text: raw.replace(/^!/, '') }
  })
}

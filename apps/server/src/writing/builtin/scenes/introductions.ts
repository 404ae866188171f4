import { sentences } from './sentences.ts'
import { displayName } from './display-name.ts'

// "TOMAS (30)", "TOMAS, 30s, tired": an age is what tells a person from a loud noise or a prop in capitals.
const INTRODUCTION =
  /(?<![\p{L}\p{N}'’.-])(\p{Lu}[\p{Lu}\p{M}'’.-]{0,30}(?: (?:OF|THE|\p{Lu}[\p{Lu}\p{M}'’.-]{0,30}|\d{1,2})){0,3})(?:,\s*|\s*\()((?:early |mid |late |about |nearly |almost |in (?:his|her|their) )?(?:\d{1,3}s?|teens?|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|teenage[rd]?|ageless)\b[^.;)]{0,160})/gu

/** People whom the action introduces in capitals with an age, and how it describes them. */
export function introductions(action: string): { name: string; description: string }[] {
  return [...action.matchAll(INTRODUCTION)].map(([whole, name = '', rest = '']) => ({
    name: displayName(name),
    description: whole.includes('(') ? rest.trim() : appositive(rest),
  }))
}

/** How the sentence that first names a character in capitals goes on: "ANNA, all elbows, runs" gives "all elbows". */
export function describedAs(name: string, action: string): string {
  const upper = name.toUpperCase()
  if (!action.includes(upper)) return ''
  for (const sentence of sentences(action)) {
    const at = sentence.indexOf(upper)
    if (at < 0) continue
    const after = sentence.slice(at + upper.length)
    const bracketed = /^\s*\(([^)]{1,160})\)/.exec(after)
    if (bracketed !== null) return bracketed[1]!.trim()
    return after.startsWith(',') ? appositive(after.slice(1).trim()) : ''
  }
  return ''
}

/** "64, in a cardigan, threads a reel" → "64, in a cardigan": what stands behind the last comma is what they do. */
function appositive(text: string): string {
  const parts = text.replace(/[.!?]$/, '').split(/,\s*/)
  return (parts.length > 1 ? parts.slice(0, -1) : []).join(', ') || (/^\d/.test(text) ? (/^\d+s?/.exec(text)?.[0] ?? '') : '')
}

import type { Member } from '@storycanvas/api'

type Person = Pick<Member, 'accountId' | 'name'>

/** What is being typed behind an @ before the caret; null where nothing is. */
export function mentionAt(text: string, caret: number): { from: number; typed: string } | null {
  const [, before, typed] = /(^|[\s([])@([^\s@]{0,40})$/.exec(text.slice(0, caret)) ?? []
  if (before === undefined || typed === undefined) return null
  return { from: caret - typed.length - 1, typed }
}

/** People whose name, or a word of it, begins with what was typed. */
export function offersFor(typed: string, people: readonly Person[]): Person[] {
  const begun = typed.toLocaleLowerCase()
  return people.filter(({ name }) => [name, ...name.split(/\s+/)].some(word => word.toLocaleLowerCase().startsWith(begun)))
}

/** The text with the name put in for what was typed, and where the caret stands then. */
export function withMention(text: string, from: number, caret: number, name: string): { text: string; caret: number } {
  const said = `@${name} `
  return { text: text.slice(0, from) + said + text.slice(caret).replace(/^ /, ''), caret: from + said.length }
}

/** Whom a text speaks to. Of two names that begin alike the longer one counts. */
export function mentionedIn(text: string, people: readonly Person[]): string[] {
  let rest = text
  const mentioned: string[] = []
  for (const { accountId, name } of [...people].sort((a, b) => b.name.length - a.name.length)) {
    if (!rest.includes(`@${name}`)) continue
    mentioned.push(accountId)
    rest = rest.replaceAll(`@${name}`, ' ')
  }
  return mentioned
}

import type { ActivityEntry, ActivityPart } from '@storycanvas/api'

type Said = Pick<ActivityEntry, 'way' | 'operation' | 'parts'>
type Kind = ActivityPart['kind']

/** From what holds others to what is held. */
const kinds = ['project', 'chapter', 'scene', 'panel', 'character', 'location', 'instruction', 'cut'] as const
const verbs = ['deleted', 'restored', 'moved', 'changed', 'created'] as const
const LONGEST_NAME = 60

/** What an entry did, without who did it: `changed the image prompt of panel “A door”`. */
export function sentenceOf({ way, operation, parts }: Said): string {
  const said = operation === 'importIntoProject' && way === 'change' ? `imported a story: ${deeds(parts)}` : deeds(parts)
  if (way === 'undo') return `took back: ${said}`
  return way === 'redo' ? `made again: ${said}` : said
}

function deeds(parts: readonly ActivityPart[]): string {
  return verbs
    .flatMap(verb => {
      const done = kinds.flatMap(kind => parts.filter(part => part.verb === verb && part.kind === kind))
      return done.length === 0 ? [] : [deed(verb, done)]
    })
    .join('; ')
}

function deed(verb: ActivityPart['verb'], parts: readonly ActivityPart[]): string {
  const [first, ...rest] = parts
  if (!first) return ''
  if (first.kind === 'cut') return `edited the cut: ${first.name}`
  const with_ = rest.length > 0 ? ` with ${list(rest.map(({ kind, count }) => counted(kind, count)))}` : ''
  if (verb === 'changed' && rest.length === 0 && first.fields.length > 0) return `changed ${fieldsOf(first)} of ${thing(first)}`
  if (verb === 'deleted' || verb === 'restored') return `${verb} ${thing(first)}${with_}`
  return `${verb} ${list(parts.map(thing))}`
}

/** What the pages call it. */
const called = (kind: Kind): string => (kind === 'instruction' ? 'direction' : kind)

const thing = (part: ActivityPart): string => {
  const { kind, count, name } = part
  if (kind === 'project') return 'the project'
  if (count > 1) return counted(kind, count)
  const short = name.replaceAll(/\s+/g, ' ').trim()
  return short === ''
    ? `a ${called(kind)}`
    : `${called(kind)} “${short.length > LONGEST_NAME ? `${short.slice(0, LONGEST_NAME).trimEnd()}…` : short}”`
}

const counted = (kind: Kind, count: number) => `${count.toLocaleString('en')} ${called(kind)}${count === 1 ? '' : 's'}`

/** Names that read badly when they are taken apart. */
const words: Record<string, string> = {
  characterIds: 'characters',
  referenceIds: 'pictures',
  lora: 'LoRA',
  loraWeight: 'LoRA weight',
  durationMs: 'length',
  lensMm: 'lens',
  text: 'text',
  locationId: 'location',
}

function fieldsOf({ fields }: ActivityPart): string {
  const named = fields.map(field => words[field] ?? field.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`))
  return named.length > 3 ? `${named.length} fields` : `the ${list(named)}`
}

function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

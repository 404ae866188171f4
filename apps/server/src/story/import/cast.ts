import type { Insertable } from 'kysely'
import type { Story } from '../../writing/builtin/index.ts'
import type { StoryTables } from '../tables.ts'
import type { ExistingStory } from './existing.ts'
import { oneLine } from './one-line.ts'

/** Longest name that the API takes. */
const longestName = 200

/** The people and places of a story as ids of the project, whatever case they are written in; strangers are made. */
export type Cast = {
  characters: Insertable<StoryTables['character']>[]
  locations: Insertable<StoryTables['location']>[]
  characterId(name: string): string | null
  locationId(name: string): string | null
}

export function castOf(story: Story, existing: ExistingStory, projectId: string, newId: () => string): Cast {
  const characterIds = idsByName(existing.characters)
  const locationIds = idsByName(existing.locations)
  const characters = strangers(story.characters, characterIds, newId).map(({ id, item: { name, description, colour } }) => ({
    id,
    projectId,
    name: oneLine(name, longestName),
    description,
    look: description,
    negativePrompt: '',
    voice: '',
    colour,
  }))
  const locations = strangers(story.locations, locationIds, newId).map(({ id, item: { name, description, setting } }) => ({
    id,
    projectId,
    name: oneLine(name, longestName),
    description,
    look: '',
    setting,
  }))
  return {
    characters,
    locations,
    characterId: name => characterIds.get(keyOf(name)) ?? null,
    locationId: name => locationIds.get(keyOf(name)) ?? null,
  }
}

const keyOf = (name: string) => oneLine(name, longestName).normalize('NFC').toLowerCase()

/** Of two with the same name the older one is meant. */
function idsByName(rows: readonly { id: string; name: string }[]): Map<string, string> {
  return new Map(rows.toReversed().map(({ id, name }) => [keyOf(name), id]))
}

/** Those whom nobody knows yet; they are known afterwards. */
function strangers<T extends { name: string }>(items: readonly T[], known: Map<string, string>, newId: () => string) {
  return items.flatMap(item => {
    const key = keyOf(item.name)
    if (key === '' || known.has(key)) return []
    const id = newId()
    known.set(key, id)
    return [{ id, item }]
  })
}

import type { ProjectFile } from '@storycanvas/api'
import { generateKeyBetween } from 'fractional-indexing'
import { RequestError } from '../platform/http/problem.ts'

export const unreadable = (why: string, cause?: unknown) =>
  new RequestError('unreadable-project', why, cause === undefined ? {} : { cause })

/** Every id of a file, by what it stands for; an id stands for one thing only. */
export function idsIn(file: ProjectFile) {
  const { instructions, characters, locations, chapters, scenes, panels } = file
  const { media, clips, markers, generations, branches, takes, choices } = file
  const lists = {
    ...{ instruction: instructions, character: characters, location: locations, chapter: chapters, scene: scenes, panel: panels },
    ...{ media_file: media, clip: clips, timeline_marker: markers, generation: generations, take_branch: branches },
    ...{ take: takes, take_choice: choices },
  }
  return { project: [file.project.id], ...mapLists(lists) }
}

const mapLists = <K extends string>(lists: Record<K, readonly { id: string }[]>) =>
  Object.fromEntries(
    Object.entries(lists).map(([name, rows]) => [name, (rows as { id: string }[]).map(({ id }) => id)]),
  ) as Record<K, string[]>

/** Refuses a file whose things name what it does not hold, hold one another in circles, or stand nowhere in their order. */
export function requireWhole(file: ProjectFile): void {
  const ids = idsIn(file)
  // In capitals it is the same id.
  const all = Object.values(ids).flatMap(list => list.map(id => id.toLowerCase()))
  if (new Set(all).size !== all.length) throw unreadable('Two things in project.json have the same id.')
  const holds = Object.fromEntries(Object.entries(ids).map(([kind, list]) => [kind, new Set(list)])) as Record<
    keyof typeof ids,
    Set<string>
  >
  const need = (kind: keyof typeof ids, id: string | null, who: string) => {
    if (id !== null && !holds[kind].has(id)) throw unreadable(`${who} in project.json names a ${kind} that is not in the file.`)
  }
  for (const { id, chapterId, locationId, characterIds } of file.scenes) {
    need('chapter', chapterId, `Scene ${id}`)
    need('location', locationId, `Scene ${id}`)
    for (const each of characterIds) need('character', each, `Scene ${id}`)
  }
  for (const { id, sceneId, characterIds, dialogue, chosenTakeId } of file.panels) {
    need('scene', sceneId, `Panel ${id}`)
    need('take', chosenTakeId, `Panel ${id}`)
    for (const each of [...characterIds, ...dialogue.map(({ characterId }) => characterId)])
      need('character', each, `Panel ${id}`)
  }
  for (const { id, name, referenceIds } of [...file.characters, ...file.locations])
    for (const each of referenceIds) need('media_file', each, `${name} (${id})`)
  for (const { id, sceneId, panelId, mediaId, characterIds } of file.clips) {
    need('scene', sceneId, `Clip ${id}`)
    need('panel', panelId, `Clip ${id}`)
    need('media_file', mediaId, `Clip ${id}`)
    for (const each of characterIds) need('character', each, `Clip ${id}`)
  }
  for (const { id, panelId, chosenTakeId, fromTakeId } of file.branches) {
    need('panel', panelId, `Branch ${id}`)
    need('take', chosenTakeId, `Branch ${id}`)
    need('take', fromTakeId, `Branch ${id}`)
  }
  for (const { id, panelId, characterId, locationId, clipId, parentId, branchId, generationId } of file.takes) {
    need('panel', panelId, `Take ${id}`)
    need('character', characterId, `Take ${id}`)
    need('location', locationId, `Take ${id}`)
    need('clip', clipId, `Take ${id}`)
    need('take', parentId, `Take ${id}`)
    need('take_branch', branchId, `Take ${id}`)
    need('generation', generationId, `Take ${id}`)
  }
  for (const { id, branchId, takeId, fromBranchId } of file.choices) {
    need('take_branch', branchId, `Choice ${id}`)
    need('take', takeId, `Choice ${id}`)
    need('take_branch', fromBranchId, `Choice ${id}`)
  }
  for (const { id, panelId, characterId, locationId } of file.generations) {
    need('panel', panelId, `Generation ${id}`)
    need('character', characterId, `Generation ${id}`)
    need('location', locationId, `Generation ${id}`)
  }
  for (const row of [...file.takes, ...file.generations])
    if ([row.panelId, row.characterId, row.locationId].filter(id => id !== null).length > 1)
      throw unreadable(`${row.id} in project.json is of two things at once.`)
  requireOnce(file.takes, ({ generationId }) => generationId, 'Two takes come from one generation.')
  requireOnce(file.branches, ({ active, panelId }) => (active ? panelId : null), 'A panel is on two branches at once.')
  requireOnce(file.branches, ({ panelId, name }) => `${panelId} ${name.toLowerCase()}`, 'Two branches of a panel have one name.')
  requireOnce(file.tracks, ({ track }) => track, 'A track is described twice.')
  for (const { position } of [...file.instructions, ...file.chapters, ...file.scenes, ...file.panels]) requirePlace(position)
}

function requireOnce<T>(rows: readonly T[], keyOf: (row: T) => string | null, otherwise: string): void {
  const keys = rows.map(keyOf).filter(key => key !== null)
  if (new Set(keys).size !== keys.length) throw unreadable(otherwise)
}

function requirePlace(position: string): void {
  try {
    generateKeyBetween(position, null)
  } catch (error) {
    throw unreadable(`“${position.slice(0, 40)}” is no place in an order.`, error)
  }
}

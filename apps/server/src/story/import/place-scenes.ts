import { positionsAmong } from '../order/positions-among.ts'
import type { ExistingStory } from './existing.ts'

/** A scene of the text: `existingId` where the project has it already. */
export type IncomingPlace = { id: string; existingId: string | null }
export type IncomingChapter = { id: string; title: string; scenes: readonly IncomingPlace[] }

export type Places<Chapter> = {
  /** Chapters to make, with their positions. */
  chapters: { chapter: Chapter; position: string }[]
  /** Chapter and position of each scene to make, by its id. */
  scenes: ReadonlyMap<string, { chapterId: string; position: string }>
}

/**
 * Finds the place of new scenes among those that are there, which stay where they are: behind the scene before them in the
 * text; else before the one after; else in the chapter of that title; else in a new chapter, behind the one before.
 */
export function placeScenes<Chapter extends IncomingChapter>(
  existing: ExistingStory,
  incoming: readonly Chapter[],
): Places<Chapter> {
  const chapterOfScene = new Map(existing.scenes.map(({ id, chapterId }) => [id, chapterId]))
  const chapterIds = existing.chapters.map(({ id }) => id)
  const inChapter = new Map(chapterIds.map(id => [id, [] as string[]]))
  for (const { id, chapterId } of existing.scenes) inChapter.get(chapterId)?.push(id)
  const made: Chapter[] = []

  const makeChapter = (chapter: Chapter, behind: string | null) => {
    made.push(chapter)
    chapterIds.splice(behind === null ? chapterIds.length : chapterIds.indexOf(behind) + 1, 0, chapter.id)
    inChapter.set(chapter.id, [])
    return chapter.id
  }
  let lastChapter: string | null = null
  for (const chapter of incoming) {
    let before: string | null = null
    for (const { id, existingId } of chapter.scenes) {
      if (existingId === null) {
        const next = before === null ? (chapter.scenes.find(scene => scene.existingId !== null)?.existingId ?? null) : null
        const neighbour = before ?? next
        const chapterId: string =
          (neighbour !== null && chapterOfScene.get(neighbour)) ||
          (titled(existing, chapter) ?? makeChapter(chapter, lastChapter))
        const scenes = inChapter.get(chapterId) ?? []
        const index = before !== null ? scenes.indexOf(before) + 1 : next !== null ? scenes.indexOf(next) : scenes.length
        scenes.splice(index, 0, id)
        chapterOfScene.set(id, chapterId)
      }
      before = existingId ?? id
      lastChapter = chapterOfScene.get(before) ?? lastChapter
    }
  }
  return { chapters: chapterPositions(existing, chapterIds, made), scenes: scenePositions(existing, inChapter) }
}

const plain = (title: string) => title.normalize('NFC').trim().toLowerCase()

const titled = ({ chapters }: ExistingStory, { title }: IncomingChapter): string | undefined =>
  chapters.find(chapter => plain(chapter.title) === plain(title))?.id

function chapterPositions<Chapter extends IncomingChapter>(
  existing: ExistingStory,
  order: readonly string[],
  made: readonly Chapter[],
) {
  const own = new Map(existing.chapters.map(({ id, position }) => [id, position]))
  const positions = positionsAmong(
    order.map(id => own.get(id) ?? null),
    existing.occupiedByChapters,
  )
  const positionOf = new Map(order.map((id, index) => [id, positions[index] ?? '']))
  return made.map(chapter => ({ chapter, position: positionOf.get(chapter.id) ?? '' }))
}

function scenePositions(existing: ExistingStory, inChapter: ReadonlyMap<string, readonly string[]>): Places<never>['scenes'] {
  const own = new Map(existing.scenes.map(({ id, position }) => [id, position]))
  const places = new Map<string, { chapterId: string; position: string }>()
  for (const [chapterId, ids] of inChapter) {
    const positions = positionsAmong(
      ids.map(id => own.get(id) ?? null),
      existing.occupiedByScenes.get(chapterId) ?? [],
    )
    ids.forEach((id, index) => own.has(id) || places.set(id, { chapterId, position: positions[index] ?? '' }))
  }
  return places
}

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { generateNKeysBetween } from 'fractional-indexing'
import { v7 as uuid } from 'uuid'
import type { Database } from '../../apps/server/src/platform/database/database.ts'

export type Size = { chapters: number; scenesPerChapter: number; panelsPerScene: number }

const words = 'Mara crosses to the window, pulls the curtain aside and looks down at the harbour, where nobody waits.'

/** Fills a project with a story whose panels all have a take. Returns the ids of its panels in story order. */
export async function fillProject(database: Database, projectId: string, size: Size): Promise<string[]> {
  const owned = { projectId }
  const characters = Array.from({ length: 40 }, (_, index) => ({
    ...{ ...owned, id: uuid(), name: `Person ${index}`, description: words, look: words },
    ...{ negativePrompt: '', voice: '', colour: '#d9822b' },
  }))
  await database.insertInto('character').values(characters).execute()
  const locations = Array.from({ length: 60 }, (_, index) => ({
    ...{ ...owned, id: uuid(), name: `Place ${index}`, description: words, look: '', setting: 'interior' as const },
  }))
  await database.insertInto('location').values(locations).execute()
  const pair = (index: number) => [0, 7].map(step => characters[(index + step) % characters.length]?.id ?? '')

  const panelIds: string[] = []
  const panelPositions = generateNKeysBetween(null, null, size.panelsPerScene)
  for (const position of generateNKeysBetween(null, null, size.chapters)) {
    const chapterId = uuid()
    await database
      .insertInto('chapter')
      .values({ ...owned, id: chapterId, title: 'Chapter', synopsis: words, position })
      .execute()
    const scenes = generateNKeysBetween(null, null, size.scenesPerChapter).map((position, index) => ({
      ...{ ...owned, id: uuid(), chapterId, position, number: `${index + 1}`, synopsis: words },
      heading: `INT. PLACE ${index + 1} - NIGHT`,
      ...{
        setting: 'interior' as const,
        timeOfDay: 'night' as const,
        locationId: locations[index % locations.length]?.id ?? null,
      },
      ...{ text: `${words}\n\n`.repeat(12), mood: 'tense', characterIds: pair(index), transition: 'cut' as const },
    }))
    await database.insertInto('scene').values(scenes).execute()
    for (const scene of scenes) {
      const panels = panelPositions.map((position, index) => ({
        ...{ ...owned, id: uuid(), sceneId: scene.id, position, description: words, imagePrompt: `${words} ${words}` },
        ...{ videoPrompt: words, negativePrompt: '', lensMm: null, durationMs: 3000, transition: 'cut' as const },
        ...{
          shotSize: 'medium' as const,
          framing: 'two-shot' as const,
          angle: 'eye-level' as const,
          cameraMove: 'static' as const,
        },
        dialogue: JSON.stringify([{ characterId: pair(index)[0], character: 'Person', parenthetical: '', text: words }]),
        ...{ characterIds: pair(index), chosenTakeId: uuid() },
      }))
      await database.insertInto('panel').values(panels).execute()
      await database
        .insertInto('take')
        .values(panels.map(panel => takeOf(projectId, panel.id, panel.chosenTakeId)))
        .execute()
      panelIds.push(...panels.map(({ id }) => id))
    }
  }
  await sql`vacuum analyze`.execute(database)
  return panelIds
}

function takeOf(projectId: string, panelId: string, id: string) {
  const hash = createHash('sha256').update(id).digest('hex')
  return {
    ...{ id, projectId, panelId, clipId: null, generationId: null, parentId: null, kind: 'image' as const },
    ...{ blobHash: hash, thumbnailHash: hash, mediaType: 'image/png', width: 1920, height: 1080, durationMs: null },
    ...{
      provider: 'built-in storyboard artist',
      model: 'storyboard',
      seed: 0,
      inputs: JSON.stringify({ description: words.repeat(10) }),
      inputsHash: hash,
    },
  }
}

import type { ProjectFile } from '@storycanvas/api'
import { v7 as uuid } from 'uuid'
import { positionsAmong } from '../../story/order/positions-among.ts'
import { breakDownScene, type Scene } from '../../writing/builtin/index.ts'
import type { Beat, Outline, SceneOutline } from './outline.ts'

type Settings = Partial<Pick<ProjectFile['project'], 'aspectRatio' | 'rate' | 'dropFrame' | 'style'>>

/** A built-in template as the same document that people keep and share, with settings of one's own in place of its. */
export function fileOf(outline: Outline, name: string, settings: Settings): ProjectFile {
  const { id: template, description: _, directions, chapters, name: __, ...own } = outline
  const placed = placing()
  const parts = chapters.map(({ scenes, ...chapter }) => ({ chapter: { ...placed('chapters'), ...chapter }, scenes }))
  const scenes = parts.flatMap(({ chapter, scenes }) =>
    scenes.map(scene => ({ row: { ...placed(chapter.id), ...sceneFields(scene), chapterId: chapter.id }, beats: scene.beats })),
  )
  const empty = { characters: [], locations: [], media: [], clips: [], tracks: [], markers: [] }
  return {
    format: 'storycanvas-project',
    version: 1,
    project: { id: uuid(), name, description: '', template, cutFollowsBoard: true, dropFrame: false, ...own, ...settings },
    ...empty,
    ...{ generations: [], branches: [], takes: [], choices: [] },
    instructions: directions.map(direction => ({ ...placed('instructions'), ...direction, enabled: true })),
    chapters: parts.map(({ chapter }) => chapter),
    scenes: scenes.map(({ row }) => row),
    panels: scenes.flatMap(({ row, beats }) => beats.map(beat => ({ ...placed(row.id), ...panelFields(beat), sceneId: row.id }))),
  }
}

/** Ids and places one behind the other, for each parent by itself. */
function placing() {
  const createdAt = new Date().toISOString()
  const last = new Map<string, string>()
  return (parent: string) => {
    const before = last.get(parent) ?? null
    const [, position = ''] = before === null ? ['', positionsAmong([null], [])[0]] : positionsAmong([before, null], [before])
    last.set(parent, position)
    return { id: uuid(), createdAt, position }
  }
}

function sceneFields({ heading, synopsis, beats }: SceneOutline) {
  const text = beats.map(({ says }) => says).join('\n\n')
  const read = breakDownScene({ heading, number: null, text }, { cast: [], places: [], begins: false, ends: false })
  const [scene] = read.chapters.flatMap(({ scenes }): Scene[] => scenes)
  const { setting = 'unspecified', timeOfDay = 'unspecified' } = scene ?? {}
  const cut = { transition: 'cut' as const, mood: '', characterIds: [], locationId: null, number: null }
  return { heading, synopsis, text, setting, timeOfDay, ...cut }
}

function panelFields({ says, shot, seconds, move = 'static' }: Beat) {
  const words = { description: says, imagePrompt: '', videoPrompt: '', negativePrompt: '', dialogue: [] }
  const camera = { shotSize: shot, framing: 'single' as const, angle: 'eye-level' as const, lensMm: null, cameraMove: move }
  return { ...words, ...camera, characterIds: [], durationMs: seconds * 1000, transition: 'cut' as const, chosenTakeId: null }
}

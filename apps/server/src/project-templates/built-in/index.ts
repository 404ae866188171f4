import type { BuiltInTemplate, ProjectTemplate } from '@storycanvas/api'
import { blank } from './blank.ts'
import { comic } from './comic.ts'
import { commercial } from './commercial.ts'
import { highlightsMontage } from './highlights-montage.ts'
import { musicVideo } from './music-video.ts'
import type { Outline, SceneOutline } from './outline.ts'
import { shortFilm } from './short-film.ts'

const outlines: readonly Outline[] = [blank, shortFilm, musicVideo, commercial, comic, highlightsMontage]

export const outlineOf = (id: ProjectTemplate): Outline => outlines.find(outline => outline.id === id) ?? blank

/** The ways to begin that come with StoryCanvas, with all that each brings. */
export const builtInTemplates = (): BuiltInTemplate[] =>
  outlines.map(({ directions, chapters, ...settings }) => {
    const shown = chapters.map(({ title, synopsis, scenes }) => ({ title, synopsis, scenes: scenes.map(shownScene) }))
    const durationMs = shown.flatMap(({ scenes }) => scenes).reduce((sum, scene) => sum + scene.durationMs, 0)
    return { ...settings, directions: [...directions], chapters: shown, durationMs }
  })

const shownScene = ({ heading, synopsis, beats }: SceneOutline) => ({
  heading,
  synopsis,
  panels: beats.map(({ says }) => says),
  durationMs: beats.reduce((sum, { seconds }) => sum + seconds * 1000, 0),
})

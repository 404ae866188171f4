import type { AspectRatio, ProjectTemplate } from '@storycanvas/api'

/** Picture size in pixels for an aspect ratio: even numbers, as every encoder wants them. */
export const frameSizes: Record<AspectRatio, { width: number; height: number }> = {
  '16:9': { width: 1280, height: 720 },
  '9:16': { width: 720, height: 1280 },
  '1:1': { width: 1080, height: 1080 },
  '4:3': { width: 960, height: 720 },
  '2.39:1': { width: 1280, height: 536 },
}

/** What a template sets up where the caller names nothing else. */
export const templateDefaults: Record<ProjectTemplate, { aspectRatio: AspectRatio; rate: { num: number; den: number } }> = {
  blank: { aspectRatio: '16:9', rate: { num: 24, den: 1 } },
  'short-film': { aspectRatio: '16:9', rate: { num: 24, den: 1 } },
  'music-video': { aspectRatio: '16:9', rate: { num: 25, den: 1 } },
  commercial: { aspectRatio: '16:9', rate: { num: 30, den: 1 } },
  comic: { aspectRatio: '4:3', rate: { num: 24, den: 1 } },
  'highlights-montage': { aspectRatio: '16:9', rate: { num: 60, den: 1 } },
}

import { drawPanel } from '../apps/server/src/generation/artist/draw.ts'
import { paintPanel } from '../apps/server/src/generation/artist/paint.ts'
import type { PanelPicture } from '../apps/server/src/generation/artist/picture.ts'
import { report } from './measuring/report.ts'

/** Panels a second at 1280 × 720, over a mix of places and framings; two at a time, as two cores paint them. */
const PLACES = ['Kitchen', 'Main street', 'Forest', 'Diner', 'Church', 'Rooftop', 'Cinema', 'Station', 'Beach', 'Office']
const FRAMINGS = ['single', 'two-shot', 'over-the-shoulder', 'group', 'establishing', 'insert', 'point-of-view'] as const
const SIZES = ['wide', 'medium', 'close-up', 'full', 'medium-close', 'extreme-wide'] as const
const HOURS = ['day', 'night', 'dusk', 'morning'] as const
const COUNT = 120

const at = <T>(choices: readonly T[], index: number): T => choices[index % choices.length] as T

const panels = Array.from(
  { length: COUNT },
  (_, index): PanelPicture => ({
    id: `panel ${index}`,
    variation: 0,
    shotSize: at(SIZES, index),
    framing: at(FRAMINGS, index),
    angle: at(['eye-level', 'eye-level', 'high', 'low', 'dutch'] as const, index),
    cameraMove: at(['static', 'dolly-in', 'pan-left'] as const, index),
    setting: 'unspecified',
    timeOfDay: at(HOURS, index),
    location: { name: at(PLACES, index), description: '' },
    characters: [
      { name: 'Mara', colour: '#c0503f', look: 'woman in a coat', side: 'left', speaking: true },
      { name: 'Jonas', colour: '#3f6fa0', look: 'bearded man, suit', side: 'right', speaking: false },
    ],
    description: 'Mara reads the letter.',
    dialogue: 'He wrote it the night before he left.',
    mood: 'tense',
    width: 1280,
    height: 720,
    caption: 'strip',
  }),
)

const drawStart = performance.now()
const characters = panels.reduce((sum, panel) => sum + drawPanel(panel).length, 0)
const drawn = performance.now() - drawStart

const queue = panels.values()
let bytes = 0
const paintStart = performance.now()
await Promise.all(
  [1, 2].map(async () => {
    for (const panel of queue) bytes += (await paintPanel(panel)).length
  }),
)
const painted = performance.now() - paintStart

report(
  'artist',
  {
    picturesPerSecond: { value: (COUNT / painted) * 1000, unit: '/s' },
    svgEach: { value: drawn / COUNT, unit: 'ms' },
  },
  { panels: COUNT, svgKilobytesEach: Math.round(characters / COUNT / 1024), pngKilobytesEach: Math.round(bytes / COUNT / 1024) },
)

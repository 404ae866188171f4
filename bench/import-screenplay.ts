import { breakDown } from '../apps/server/src/writing/builtin/break-down.ts'
import { readFountain } from '../apps/server/src/writing/builtin/screenplay/read-fountain.ts'
import { featureScreenplay } from './made-up/feature-screenplay.ts'
import { report } from './measuring/report.ts'
import { median } from './measuring/rounds.ts'

/** How long a 120-page feature takes to read and to break down. Target: 500 ms together on one core. */
const text = featureScreenplay({ seed: 7, pages: 120 })
const runs = Array.from({ length: 9 }, () => {
  const started = performance.now()
  readFountain(text)
  const read = performance.now()
  const story = breakDown({ format: 'fountain', text })
  return { parseMs: read - started, breakDownMs: performance.now() - read, story }
})
const scenes = runs[0]!.story.chapters.flatMap(chapter => chapter.scenes)

report(
  'import-screenplay',
  {
    firstRun: { value: runs[0]!.parseMs + runs[0]!.breakDownMs, unit: 'ms' },
    parse: { value: median(runs.map(run => run.parseMs)), unit: 'ms' },
    breakDown: { value: median(runs.map(run => run.breakDownMs)), unit: 'ms', atMost: 500 },
  },
  {
    characters: text.length,
    scenes: scenes.length,
    panels: scenes.reduce((sum, scene) => sum + scene.panels.length, 0),
    filmMinutes: Math.round(runs[0]!.story.durationMs / 60_000),
  },
)

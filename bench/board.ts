import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { openBrowser } from '../e2e/stage/browser.ts'
import type { ProjectTree } from '../packages/api/src/index.ts'
import { type Frames, watchFrames } from './measuring/frames.ts'
import { report } from './measuring/report.ts'
import { startServerProcess } from './measuring/server.ts'

/**
 * How evenly the board of 1,000 scenes with 20,000 drawn panels scrolls in Chromium, and how soon it is there. The story is
 * made up between server and page, so that the page alone is measured; `with-scenes` measures the server.
 */
const size = { chapters: 20, scenes: 50, panels: 20 }
const pictures = 300

await using server = await startServerProcess()
const { client } = server
const { id } = await client.createProject({ body: { name: 'A long one' } })
const chapter = await client.createChapter({ params: { id }, body: { title: 'Chapter' } })
const scene = await client.createScene({ body: { chapterId: chapter.id, heading: 'INT. PLACE - NIGHT' } })
await client.createPanel({ params: { id: scene.id }, body: { description: 'Mara crosses to the window and looks down.' } })
const text = JSON.stringify(longTree(await client.getProjectWithScenes({ params: { id } })))

const browser = await openBrowser()
try {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, baseURL: server.baseUrl })
  const page = await context.newPage()
  await withLongStory(page)
  await signIn(page)
  const asked = performance.now()
  await page.goto(`/projects/${id}/board`)
  await page.getByRole('gridcell').nth(3).waitFor()
  const shownAfter = performance.now() - asked
  await page.waitForLoadState('networkidle')
  const scrollBy = (pixels: string) => `document.querySelector('[role="grid"]').scrollTop += ${pixels}`
  const key = `document.querySelector('[role="grid"]').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))`
  const watch = (step: string) => watchFrames(browser, page, pictures, step)
  const idle = await watch('')
  const reading = await watch(scrollBy('12'))
  const scrolling = await watch(scrollBy('60'))
  const rushing = await watch(scrollBy('n % 100 < 50 ? 400 : -400'))
  const stepping = await watch(`if (n % 6 === 0) ${key}`)
  const megabytes = Math.round(text.length / 100_000) / 10
  const shown = { shownAfter: { value: shownAfter, unit: 'ms' as const } }
  const panels = size.chapters * size.scenes * size.panels
  report('board', { ...shown, ...figuresOf({ idle, reading, scrolling, rushing, stepping }) }, { panels, megabytes, pictures })
} finally {
  await browser.close()
}

/** The story of the project, its one panel made many. */
function longTree(tree: ProjectTree): ProjectTree {
  const [chapter] = tree.chapters
  const [scene] = chapter?.scenes ?? []
  const [panel] = scene?.panels ?? []
  if (!chapter || !scene || !panel) throw new Error('The project has no panel to begin with.')
  const many = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at))
  const chapters = many(size.chapters, c => ({
    ...chapter,
    id: `chapter-${c}`,
    scenes: many(size.scenes, s => ({
      ...{ ...scene, id: `scene-${c}-${s}`, chapterId: `chapter-${c}`, panelCount: size.panels },
      panels: many(size.panels, p => ({
        ...{ ...panel, id: `panel-${c}-${s}-${p}`, sceneId: `scene-${c}-${s}`, status: 'drawn' as const, takeCount: 1 },
        chosenTake: pictureOf(`${c}-${s}-${p}`),
      })),
    })),
  }))
  return { ...tree, chapters } as ProjectTree
}

function pictureOf(id: string) {
  const url = `/bench-picture/${id}`
  return { id, url, thumbnailUrl: url, stale: false }
}

async function withLongStory(page: Page) {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  const picture = await sharp({ create: { width: 320, height: 180, channels: 3, background: '#446', noise } })
    .jpeg()
    .toBuffer()
  await page.route('**/bench-picture/*', route => route.fulfill({ contentType: 'image/jpeg', body: picture }))
  await page.route('**/with-scenes', route => route.fulfill({ contentType: 'application/json', body: text }))
}

async function signIn(page: Page) {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill('bench@storycanvas.invalid')
  await page.getByLabel(/^Password/).fill('a long enough password')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL('**/projects')
}

function figuresOf(all: Record<string, Frames>) {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, { p99, late, workMedian, workP99 }]) => [
      [`${name}P99`, { value: p99, unit: 'ms' as const }],
      [`${name}Late`, { value: late, unit: '%' as const }],
      [`${name}Work`, { value: workMedian, unit: 'ms' as const }],
      [`${name}WorkP99`, { value: workP99, unit: 'ms' as const, ...(name === 'idle' ? {} : { atMost: 16.7 }) }],
    ]),
  )
}

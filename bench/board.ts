import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CDPSession, Page } from 'playwright-core'
import sharp from 'sharp'
import { openBrowser } from '../e2e/stage/browser.ts'
import type { ProjectTree } from '../packages/api/src/index.ts'
import { type Frames, watchFrames } from './measuring/frames.ts'
import { startFront } from './measuring/front.ts'
import { type Figure, report } from './measuring/report.ts'
import { startServerProcess } from './measuring/server.ts'

/**
 * How evenly the board of 1,000 scenes with 20,000 drawn panels scrolls in Chromium, how soon it is there and what memory it
 * takes. Story and pictures are made up before the server, so that the page alone is measured; `with-scenes` measures the server.
 */
const size = { chapters: 20, scenes: 50, panels: 20 }
const pictures = 300
/** Where a picture may not wait for anything, since all of it moves. */
const moving = ['reading', 'scrolling', 'rushing', 'stepping']
const words = 'Mara crosses to the window, pulls the curtain aside and looks down at the harbour, where nobody waits.'

await using server = await startServerProcess()
const { client } = server
const { id } = await client.createProject({ body: { name: 'A long one' } })
const chapter = await client.createChapter({ params: { id }, body: { title: 'Chapter' } })
const scene = await client.createScene({
  body: { chapterId: chapter.id, heading: 'INT. PLACE - NIGHT', text: `${words}\n\n`.repeat(12) },
})
await client.createPanel({
  params: { id: scene.id },
  body: { description: words, imagePrompt: `${words} ${words}`, videoPrompt: words },
})
const text = JSON.stringify(longTree(await client.getProjectWithScenes({ params: { id } })))
const picture = await somePicture()
await using front = await startFront(server.baseUrl, madeUp)

const browser = await openBrowser()
try {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, baseURL: front.baseUrl })
  const page = await context.newPage()
  const tools = await context.newCDPSession(page)
  await signIn(page)
  const before = await heapOf(tools)
  const asked = performance.now()
  await page.goto(`/projects/${id}/board`)
  await page.getByRole('gridcell').nth(3).waitFor()
  const shownAfter = performance.now() - asked
  await page.waitForLoadState('networkidle')
  const scrollBy = (pixels: string) => `document.querySelector('[role="grid"]').scrollTop += ${pixels}`
  const press = (key: string) =>
    `document.querySelector('[role="grid"]').dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }))`
  const watch = (step: string) => watchFrames(browser, page, pictures, step)
  const scrolled = {
    idle: await watch(''),
    reading: await watch(scrollBy('12')),
    scrolling: await watch(scrollBy('60')),
    rushing: await watch(scrollBy('n % 100 < 50 ? 400 : -400')),
  }
  // What a held key repeats comes half a second after its first press, which opens the panel beside the board.
  await page.evaluate(press('ArrowDown'))
  await page.getByRole('complementary', { name: 'Panel' }).waitFor()
  await page.waitForLoadState('networkidle')
  const movements = {
    ...scrolled,
    stepping: await watch(`if (n % 2 === 0) ${press('ArrowDown')}`),
    /** As one goes from panel to panel and looks at each, which shows beside the board whenever the keys rest. */
    looking: await watch(`if (n % 30 === 0) ${press('ArrowRight')}`),
  }
  const memory: Figure = { value: (await heapOf(tools)) - before, unit: 'MB' }
  report(
    'board',
    { shownAfter: { value: shownAfter, unit: 'ms' }, memory, ...figuresOf(movements) },
    { panels: size.chapters * size.scenes * size.panels, megabytes: Math.round(text.length / 100_000) / 10, pictures },
  )
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
        dialogue: [{ characterId: null, character: 'MARA', parenthetical: '', text: words }],
        chosenTake: takeOf(`${c}-${s}-${p}`),
      })),
    })),
  }))
  return { ...tree, chapters } as ProjectTree
}

function takeOf(id: string) {
  const url = `/bench-picture/${id}`
  return { id, url, thumbnailUrl: url, stale: false }
}

function somePicture() {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  return sharp({ create: { width: 320, height: 180, channels: 3, background: '#446', noise } })
    .jpeg()
    .toBuffer()
}

function madeUp({ url = '' }: IncomingMessage, response: ServerResponse): boolean {
  if (url.startsWith('/bench-picture/')) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture)
  else if (url.endsWith('/with-scenes')) response.writeHead(200, { 'content-type': 'application/json' }).end(text)
  else return false
  return true
}

async function signIn(page: Page) {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill('bench@storycanvas.invalid')
  await page.getByLabel(/^Password/).fill('a long enough password')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL('**/projects')
}

/** Megabytes that the page's scripts hold, after what nobody holds has been collected. */
async function heapOf(tools: CDPSession): Promise<number> {
  await tools.send('HeapProfiler.collectGarbage')
  return (await tools.send('Runtime.getHeapUsage')).usedSize / 1e6
}

function figuresOf(all: Record<string, Frames>) {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, { p99, late, workMedian, workP99 }]) => [
      [`${name}P99`, { value: p99, unit: 'ms' as const }],
      [`${name}Late`, { value: late, unit: '%' as const }],
      [`${name}Work`, { value: workMedian, unit: 'ms' as const }],
      [`${name}WorkP99`, { value: workP99, unit: 'ms' as const, ...(moving.includes(name) ? { atMost: 16.7 } : {}) }],
    ]),
  )
}

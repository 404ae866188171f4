import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

export type Scheme = 'dark' | 'light'

const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url))
const waitWithinMs = 20_000
/** Between two of its states a thing may stand still for a frame. */
const framesAtRest = 4
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

/** The system's Chromium, which `npm test` installs where it may. */
export function openBrowser(): Promise<Browser> {
  const places = (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, 'chromium'))
  const executablePath = places.find(place => existsSync(place))
  if (!executablePath) throw new Error('chromium is not in PATH.')
  return chromium.launch({ executablePath, args: flags })
}

export type Visit = { context: BrowserContext; page: Page; complaints: string[]; shot(name: string): Promise<void> }

type Look = { scheme?: Scheme; width?: number; height?: number; origin: string }

/** A fresh profile: what the page logs as an error is collected, so that a test can demand that there was none. */
export async function visit(browser: Browser, { scheme = 'dark', width = 1440, height = 900, origin }: Look): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height }, baseURL: origin, reducedMotion: 'no-preference' })
  context.setDefaultTimeout(waitWithinMs)
  await context.addInitScript(chosen => localStorage.setItem('mantine-color-scheme-value', chosen), scheme)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
  })
  await mkdir(screenshots, { recursive: true })
  return {
    context,
    page,
    complaints,
    async shot(name) {
      await page.screenshot({ path: `${screenshots}${name}.png` })
    },
  }
}

/** What fades, slides or grows has arrived; what turns for ever is left to turn. */
export async function comesToRest(page: Page): Promise<void> {
  await page.waitForFunction(async frames => {
    const moving = () =>
      document
        .getAnimations()
        .some(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
    for (let frame = 0; frame < frames; frame++) {
      if (moving()) return false
      await new Promise(next => requestAnimationFrame(next))
    }
    return true
  }, framesAtRest)
}

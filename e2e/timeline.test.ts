import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { promisify } from 'node:util'
import type { Clip, Timeline, Track } from '@storycanvas/timeline'
import type { Browser, Locator, Page } from 'playwright-core'
import { openBrowser, visit, type Visit } from './stage/browser.ts'
import { dropBytes } from './stage/drop-bytes.ts'
import { opening } from './stage/examples.ts'
import { makeOwner, type Owner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'
import { stepsOf } from './stage/steps.ts'

const run = promisify(execFile)

let server: RunningServer
let browser: Browser
let owner: Owner
let her: Visit
let page: Page
let project = ''
let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storycanvas-e2e-'))
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  owner = await makeOwner(server.origin)
  her = await visit(browser, { origin: server.origin })
  page = her.page
  // Which sounds are started, and from which second of their source.
  await her.context.addInitScript(() => {
    const { start } = AudioBufferSourceNode.prototype
    const heard: number[] = []
    Object.assign(globalThis, { heard })
    AudioBufferSourceNode.prototype.start = function (when, offset, duration) {
      heard.push(offset ?? 0)
      return duration === undefined ? start.call(this, when, offset) : start.call(this, when, offset, duration)
    }
  })
  await owner.signInto(her.context)
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const step = stepsOf(() => her)

/** The cut as the server holds it. */
const stored = async () => (await owner.client.getTimeline({ params: { id: project } })) as unknown as Timeline
const trackOf = ({ tracks }: Timeline, id: string): Track => tracks.find(track => track.id === id) ?? assert.fail(`no ${id}`)
const clipAt = ({ clips }: Track, index: number): Clip => clips[index] ?? assert.fail(`no clip ${index}`)
const lengthOf = (timeline: Timeline) =>
  Math.max(0, ...timeline.tracks.flatMap(({ clips }) => clips.map(({ start, duration }) => start + duration)))

const canvas = () => page.getByRole('application', { name: 'Timeline' }).getByRole('img', { name: /^\d+ clips/ })
const room = () => page.getByRole('application', { name: 'Timeline' })
const button = (name: string | RegExp): Locator => room().getByRole('button', { name })
const showsClips = (count: number) =>
  room()
    .getByRole('img', { name: new RegExp(`^${count} clips`) })
    .waitFor()

/** Where a frame of a track is on the canvas while the whole cut is shown: it takes three quarters of the width. */
async function pointOf(track: string, frame: number) {
  const head = await room()
    .getByRole('list', { name: 'Tracks' })
    .getByRole('listitem', { name: new RegExp(`^${track}\\b`) })
    .boundingBox()
  const box = await canvas().boundingBox()
  assert.ok(head && box)
  const scale = (box.width * 0.75) / lengthOf(await stored())
  return { x: frame * scale, y: head.y - box.y + head.height / 3 }
}
const clickAt = async (track: string, frame: number) => canvas().click({ position: await pointOf(track, frame) })

/** Waits until the cut on the server is as wanted. */
async function settles(isSo: (timeline: Timeline) => boolean): Promise<Timeline> {
  const deadline = AbortSignal.timeout(10_000)
  for (;;) {
    const timeline = await stored()
    if (isSo(timeline)) return timeline
    if (deadline.aborted) throw new Error(`The cut never came to be so: ${isSo.toString()}`)
    await page.waitForTimeout(50)
  }
}

let first: Timeline
let count = 0

step('there is a film on the timeline', async () => {
  const { client } = owner
  project = (await client.createProject({ body: { name: 'The opening' } })).id
  await client.importIntoProject({ params: { id: project }, body: { text: await opening('the-last-reel.fountain', 9) } })
  await page.goto(`/projects/${project}/timeline`)
  first = await stored()
  count = trackOf(first, 'V1').clips.length
  await showsClips(count)
})

step('the blade splits a clip where one clicks', async () => {
  const clip = clipAt(trackOf(first, 'V1'), 1)
  await room().press('b')
  await clickAt('V1', clip.start + clip.duration / 2)
  await showsClips(count + 1)
  const cut = await settles(cut => trackOf(cut, 'V1').clips.length === count + 1)
  const [half, rest] = trackOf(cut, 'V1').clips.slice(1, 3)
  assert.ok(half && rest)
  assert.equal(half.start + half.duration, rest.start)
  assert.equal(half.duration + rest.duration, clip.duration)
})

step('a clip is deleted and its room closed; undo brings it back, redo takes it again', async () => {
  const before = await stored()
  const rest = clipAt(trackOf(before, 'V1'), 2)
  await room().press('v')
  await clickAt('V1', rest.start + rest.duration / 2)
  await room()
    .getByRole('status')
    .filter({ hasText: `Selected ${rest.name}` })
    .waitFor()
  await room().press('Shift+Delete')
  await showsClips(count)
  const closed = await settles(cut => trackOf(cut, 'V1').clips.length === count)
  assert.equal(lengthOf(closed), lengthOf(before) - rest.duration)
  await button(`Undo ripple delete of “${rest.name}”`).click()
  await showsClips(count + 1)
  assert.equal(lengthOf(await stored()), lengthOf(before))
  await button(`Redo ripple delete of “${rest.name}”`).click()
  await showsClips(count)
  assert.equal(lengthOf(await stored()), lengthOf(closed))
})

step('a dissolve is dragged onto a cut', async () => {
  const { start } = clipAt(trackOf(await stored(), 'V1'), 1)
  await button('Dissolve').dragTo(canvas(), { targetPosition: await pointOf('V1', start + 2) })
  await room().getByLabel('Kind of the transition').waitFor()
  const cut = await settles(cut => trackOf(cut, 'V1').transitions.length === 1)
  const [dissolve] = trackOf(cut, 'V1').transitions
  assert.deepEqual([dissolve?.kind, dissolve?.cut], ['dissolve', start])
  await button('Undo dissolve on V1').waitFor()
})

step('a marker is set, named and coloured', async () => {
  await room().press('Home')
  await room().press('ArrowDown')
  await room().press('m')
  const name = room().getByLabel('Name of the marker')
  await name.fill('The reel stops')
  await name.press('Enter')
  await room().getByRole('combobox', { name: 'Colour of the marker' }).click()
  await page.getByRole('option', { name: 'red' }).click()
  const cut = await settles(cut => cut.markers.some(({ colour }) => colour === 'red'))
  const marker = cut.markers.find(({ colour }) => colour === 'red')
  assert.deepEqual([marker?.name, marker?.at], ['The reel stops', clipAt(trackOf(cut, 'V1'), 1).start])
})

step('music dropped below the pictures lies on A1, and is heard from where one plays', async () => {
  const path = join(folder, 'the_song.mp3')
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=220:duration=6', '-b:a', '96k', path])
  await dropBytes(canvas(), path, { ...(await pointOf('A1', 1)), type: 'audio/mpeg' })
  const cut = await settles(({ tracks }) => tracks.some(({ id }) => id === 'A1'))
  const song = clipAt(trackOf(cut, 'A1'), 0)
  assert.equal(song.name, 'the song')
  assert.ok(Math.abs(song.duration - 6 * 24) <= 2, `${song.duration} frames`)
  await room().getByLabel('Gain in decibels').fill('-6')
  await room().getByLabel('Gain in decibels').press('Enter')
  await settles(cut => clipAt(trackOf(cut, 'A1'), 0).gainDb === -6)
  await room().press('Home')
  for (let second = 0; second < 2; second++) await room().press('Shift+ArrowRight')
  await room().press('Space')
  await page.waitForFunction(() => (globalThis as unknown as { heard: number[] }).heard.length > 0)
  await room().press('k')
  const heard = await page.evaluate(() => (globalThis as unknown as { heard: number[] }).heard)
  assert.ok((heard[0] ?? 0) > 1.5, `heard from second ${heard[0]}`)
})

step('a muted track is not heard', async () => {
  await button('Mute A1').click()
  await settles(cut => trackOf(cut, 'A1').muted)
  const before = await page.evaluate(() => (globalThis as unknown as { heard: number[] }).heard.length)
  await room().press('Home')
  await room().press('Space')
  const clock = room().getByRole('timer', { name: 'Timecode' })
  await clock.filter({ hasText: /:0[1-9]:\d\d$/ }).waitFor()
  await room().press('k')
  assert.equal(await page.evaluate(() => (globalThis as unknown as { heard: number[] }).heard.length), before)
  await button('Mute A1').click()
  await settles(cut => !trackOf(cut, 'A1').muted)
})

step('a clip is dragged onto the one before it, which gives way', async () => {
  const before = await stored()
  const [left, right] = trackOf(before, 'V1').clips.slice(2, 4)
  assert.ok(left && right)
  await room().press('Escape')
  const box = await canvas().boundingBox()
  assert.ok(box)
  const from = await pointOf('V1', right.start + right.duration / 2)
  const to = await pointOf('V1', right.start + right.duration / 2 - left.duration / 2)
  await page.mouse.move(box.x + from.x, box.y + from.y)
  await page.mouse.down()
  await page.mouse.move(box.x + to.x, box.y + to.y, { steps: 5 })
  await her.shot('timeline-dragging')
  await page.mouse.up()
  const after = await settles(cut => trackOf(cut, 'V1').clips.some(({ id, start }) => id === right.id && start < right.start))
  const clips = trackOf(after, 'V1').clips
  const [shorter, moved] = [clips.find(({ id }) => id === left.id), clips.find(({ id }) => id === right.id)]
  assert.equal((shorter?.start ?? 0) + (shorter?.duration ?? 0), moved?.start)
  await room().press('Control+z')
  await settles(cut => clipAt(trackOf(cut, 'V1'), 3).start === right.start)
})

step('what cannot be done says why, and nothing has changed', async () => {
  const before = await stored()
  await room().press('Escape')
  await room().press('Delete')
  await page.getByText('Nothing is selected').waitFor()
  assert.deepEqual((await stored()).metadata['revision'], before.metadata['revision'])
})

step('loaded anew it shows the same', async () => {
  await page.waitForLoadState('networkidle')
  const seen = await canvas().getAttribute('aria-label')
  const undo = await button(/^Undo /).getAttribute('aria-label')
  const before = await stored()
  await page.reload()
  await canvas().waitFor()
  assert.equal(await canvas().getAttribute('aria-label'), seen)
  assert.equal(await button(/^Undo /).getAttribute('aria-label'), undo)
  const { tracks, markers } = await stored()
  const placesOf = (tracks: readonly Track[]) => tracks.map(({ id, clips }) => [id, clips.map(({ id, start }) => [id, start])])
  assert.deepEqual([placesOf(tracks), markers], [placesOf(before.tracks), before.markers])
  await her.shot('timeline-edited')
})

step('the browser had nothing to complain about on the way', async () => {
  assert.deepEqual(her.complaints, [])
})

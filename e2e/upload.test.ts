import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, randomFillSync } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { type House, openHouse, type Run } from './crash/server.ts'
import { openBrowser, visit, type Visit } from './stage/browser.ts'
import { makeOwner, type Owner } from './stage/owner.ts'
import { stepsOf } from './stage/steps.ts'

/** An upload of the Library page through a slow line, while the server is killed and the page reloaded. */
const megabytes = 40
const bytesPerSecond = 12e6

let house: House
let run: Run
let browser: Browser
let stage: Visit
let owner: Owner
let film = ''

before(async () => {
  ;[house, browser] = await Promise.all([openHouse(), openBrowser()])
  film = join(house.folder, 'a long film.mp4')
  await writeFile(film, paddedFilm())
  run = await house.start()
  owner = await makeOwner(house.origin)
  stage = await visit(browser, { origin: house.origin })
  await owner.signInto(stage.context)
  const devtools = await stage.context.newCDPSession(stage.page)
  await devtools.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytesPerSecond },
  })
})
after(async () => {
  await browser?.close()
  await house?.[Symbol.asyncDispose]()
})

const step = stepsOf(() => stage)

step('the server is killed three times in the middle of an upload, and the browser goes on each time', async () => {
  const { page } = stage
  await page.goto('/library')
  await page.locator('input[type=file]').first().setInputFiles(film)
  for (let kill = 1; kill <= 3; kill += 1) {
    await received(kill * 0.2 * megabytes * 1e6)
    run.process.kill('SIGKILL')
    await run.ended
    run = await house.start()
  }
})

step('after a reload the page says how far it was, and goes on with the same file', async () => {
  const { page } = stage
  await received(0.7 * megabytes * 1e6)
  page.once('dialog', dialog => void dialog.accept())
  await page.reload()
  await page.getByText('Broke off').waitFor()
  await stage.shot('upload-broken-off')
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a long film.mp4 again to go on' }).click(),
  ])
  await chooser.setFiles(film)
  await page.getByRole('button', { name: 'Pause the upload of a long film.mp4' }).click()
  await page.getByText('Paused at').waitFor()
  await page.getByRole('button', { name: 'Go on with the upload of a long film.mp4' }).click()
  await page.getByRole('link', { name: 'Uploaded' }).waitFor({ timeout: 60_000 })
  await stage.shot('upload-done')
})

step('the bytes are the same, and lie there once', async () => {
  const hash = createHash('sha256')
    .update(await readFile(film))
    .digest('hex')
  const blob = join(house.dataDir, 'media/blobs/sha256', hash.slice(0, 2), hash.slice(2, 4), hash)
  assert.equal((await stat(blob)).size, (await stat(film)).size)
  assert.deepEqual(await readdir(join(house.dataDir, 'media/uploads')), [])
  assert.equal((await owner.client.listVideos({ query: {} })).items[0]?.title, 'a long film')
})

step('an upload that is cancelled is gone from the server too', async () => {
  const { page } = stage
  await writeFile(film, Buffer.concat([paddedFilm(), Buffer.from([0, 0, 0, 8]), Buffer.from('free')]))
  await page.locator('input[type=file]').first().setInputFiles(film)
  await received(1e6)
  await page.getByRole('button', { name: 'Cancel the upload of a long film.mp4' }).click()
  while ((await readdir(join(house.dataDir, 'media/uploads'))).length > 0) await pause(50)
})

step('what is no film is refused in words, and taken off the list', async () => {
  const { page } = stage
  const notes = { name: 'notes.mp4', mimeType: 'video/mp4', buffer: Buffer.from('Only words.\n'.repeat(100)) }
  const empty = { name: 'empty.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(0) }
  await page.locator('input[type=file]').first().setInputFiles([notes, empty])
  const list = page.getByRole('region', { name: 'Uploads' })
  await list.getByText('This is no video of a kind that is taken, such as MP4').waitFor()
  await list.getByText('The file is empty. Choose another file').waitFor()
  assert.equal(await list.getByRole('button', { name: /again/ }).count(), 0, 'the same file would be refused again')
  for (const { name } of [notes, empty]) await page.getByRole('button', { name: `Take ${name} off the list` }).click()
  await list.getByText('This is no video').waitFor({ state: 'hidden' })
})

step('the trash is emptied by hand, after it was asked', async () => {
  const { page } = stage
  const [video] = (await owner.client.listVideos({ query: {} })).items
  assert.ok(video)
  await owner.client.deleteVideo({ params: { id: video.id } })
  await page.getByText('Trash', { exact: true }).click()
  await page.getByRole('button', { name: 'Empty the trash…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
  await page.getByText('The trash is empty').waitFor()
  assert.deepEqual((await owner.client.listVideos({ query: { deleted: 'true' } })).items, [])
})

/** Waits until so many bytes of the only upload lie in the spool. */
async function received(bytes: number): Promise<void> {
  const folder = join(house.dataDir, 'media/uploads')
  for (;;) {
    const [name] = await readdir(folder).catch(() => [])
    const size = name === undefined ? 0 : (await stat(join(folder, name)).catch(() => ({ size: 0 }))).size
    if (size >= bytes) return
    await pause(20)
  }
}

/** A second of film followed by noise that players skip. */
function paddedFilm(): Buffer {
  const playable = execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=1', '-pix_fmt', 'yuv420p'],
    ...['-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', 'pipe:1'],
  ])
  const padding = randomFillSync(Buffer.alloc(megabytes * 1e6))
  padding.writeUInt32BE(padding.length, 0)
  padding.write('free', 4, 'latin1')
  return Buffer.concat([playable, padding])
}

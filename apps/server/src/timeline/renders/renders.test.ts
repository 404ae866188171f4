import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { addMember, refusedWith } from '../../testing.ts'
import { boarded, type CutBench, openCut } from '../testing.ts'
import { finishedRender } from './finished.ts'
import { workshop } from './workshop.ts'

const run = promisify(execFile)

describe('renders', () => {
  let bench: CutBench
  before(async () => {
    bench = await openCut()
  })
  after(() => bench.close())

  /** A project whose panels are all drawn. */
  async function drawnBoard(panels: Parameters<typeof boarded>[1][number], project: object = {}) {
    const board = await boarded(bench.client, [panels], project)
    for (const id of board.panelIds.flat()) await bench.draw(id)
    return board
  }

  async function rendered(projectId: string, body: Parameters<typeof bench.client.createRender>[0]['body']) {
    const { id, jobId } = await bench.client.createRender({ params: { id: projectId }, body })
    await bench.server.jobEnded(bench.server.owner, jobId ?? '')
    return bench.client.getRender({ params: { id } })
  }

  /** Counted by decoding every frame. */
  async function countedFrames(url: string | null): Promise<number> {
    const file = join(bench.server.context.config.dataDir, 'counted.mp4')
    await writeFile(file, Buffer.from(await (await fetch(bench.server.address + url)).arrayBuffer()))
    const entries = ['-count_frames', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0']
    return Number((await run('ffprobe', ['-v', 'error', ...entries, file])).stdout.trim())
  }

  it('give a film of exactly the length of the cut, with its captions beside it', async () => {
    const dialogue = [{ characterId: null, character: 'MARA', parenthetical: '', text: 'It never came.' }]
    const { projectId } = await drawnBoard([
      { durationMs: 500, transition: 'dissolve', cameraMove: 'pan-left' },
      { durationMs: 1020, dialogue },
    ])
    const render = await rendered(projectId, { captions: 'sidecar', height: 360 })
    deepEqual([render.state, render.width, render.height, render.durationFrames], ['succeeded', 640, 360, 36])
    equal(await countedFrames(render.url), 36)
    const film = await fetch(bench.server.address + render.url)
    equal(film.headers.get('content-type'), 'video/mp4')
    match(film.headers.get('content-disposition') ?? '', /filename="The last reel.mp4"/)
    equal(Number(film.headers.get('content-length')), render.bytes)
    const captions = await (await fetch(bench.server.address + render.captionsUrl)).text()
    equal(captions, 'WEBVTT\n\n00:00:00.500 --> 00:00:01.500\n<v MARA>It never came.\n')
    const subrip = await fetch(bench.server.address + render.captionsSrtUrl)
    match(subrip.headers.get('content-disposition') ?? '', /filename="The last reel.srt"/)
    match(await subrip.text(), /^1\r?\n00:00:00,500 --> 00:00:01,500\r?\n.*It never came\./)
    const finished = await finishedRender(bench.server.context.database, render.id)
    deepEqual(
      [finished.bytes, finished.durationFrames, finished.rate, finished.captionsVtt],
      [render.bytes, 36, { num: 24, den: 1 }, captions],
    )
  })

  it('count a slate at 29.97, move captions behind it, and burn them in where they are wanted so', async () => {
    const { projectId } = await drawnBoard([{ durationMs: 1001 }], { rate: { num: 30_000, den: 1001 }, dropFrame: true })
    const render = await rendered(projectId, { captions: 'burnt-in', slate: true, height: 360 })
    equal(render.durationFrames, 60 + 30)
    equal(await countedFrames(render.url), 90)
    equal(render.captionsUrl, null)
    equal((await finishedRender(bench.server.context.database, render.id)).captionsVtt, null)
  })

  it('come in another frame rate, each cut on its first frame there', async () => {
    const { projectId } = await drawnBoard([{ durationMs: 500 }, { durationMs: 1000 }])
    const film = { captions: 'sidecar', slate: true, height: 360, frameRate: { num: 60_000, den: 1001 } } as const
    const render = await rendered(projectId, film)
    // 36 frames at 24 are one and a half seconds: 89.9 frames at 59.94, behind 120 of the slate.
    deepEqual([render.state, render.durationFrames, render.rate], ['succeeded', 120 + 90, film.frameRate])
    equal(await countedFrames(render.url), 210)
    const ask = (frameRate: unknown) => bench.client.createRender({ params: { id: projectId }, body: { frameRate } as object })
    await refusedWith('invalid-request', ask({ num: 0, den: 1 }))
    await refusedWith('invalid-request', ask({ num: 1000, den: 1 }))
  })

  it('carry a watermark in the corner of every picture where one is wanted', async () => {
    const { projectId } = await drawnBoard([{ durationMs: 500 }])
    const corner = async (watermark: string | null) => {
      const { url } = await rendered(projectId, { captions: 'none', height: 360, watermark })
      const file = join(bench.server.context.config.dataDir, 'marked.mp4')
      await writeFile(file, Buffer.from(await (await fetch(bench.server.address + url)).arrayBuffer()))
      const raw = ['-frames:v', '1', '-vf', 'crop=iw/3:ih/8:iw*2/3:0', '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1']
      return (await run('ffmpeg', ['-v', 'error', '-i', file, ...raw], { encoding: 'buffer' })).stdout
    }
    const [clean, marked] = [await corner(null), await corner('DRAFT 3')]
    const changed = clean.filter((luma, at) => Math.abs(luma - (marked[at] ?? 0)) > 30).length
    ok(changed > 100, `${changed} points`)
  })

  it('keep how loud they are to be, whether music gives way, and how pictures fill them', async () => {
    const { projectId } = await drawnBoard([{ durationMs: 500 }])
    const kept = async (body: Parameters<typeof rendered>[1]) => {
      const { id, state, fitting } = await rendered(projectId, { captions: 'none', height: 360, ...body })
      equal(state, 'succeeded')
      const row = bench.server.context.database.selectFrom('render').select(['loudness', 'ducking']).where('id', '=', id)
      return { ...(await row.executeTakeFirstOrThrow()), fitting }
    }
    deepEqual(await kept({}), { loudness: -14, ducking: true, fitting: 'bars' })
    deepEqual(await kept({ loudness: null, ducking: false, fitting: 'blurred' }), {
      ...{ loudness: null, ducking: false, fitting: 'blurred' },
    })
    const ask = (body: object) => bench.client.createRender({ params: { id: projectId }, body })
    await refusedWith('invalid-request', ask({ loudness: -4 }))
    await refusedWith('invalid-request', ask({ fitting: 'stretched' }))
  })

  it('show a picture of what they drew last while they run, at a signed address', async () => {
    const { client } = bench
    // The plain panel is drawn at once, the camera moves of the other take long.
    const { projectId } = await drawnBoard([{ durationMs: 500 }, { durationMs: 300_000, cameraMove: 'orbit' }])
    const { id, previewUrl } = await client.createRender({ params: { id: projectId }, body: { height: 1080 } })
    equal(previewUrl, null)
    let address: string | null = null
    while (address === null) {
      await new Promise(resolve => setTimeout(resolve, 50))
      const render = await client.getRender({ params: { id } })
      ok(['queued', 'running'].includes(render.state), render.state)
      address = render.previewUrl
    }
    const picture = await fetch(bench.server.address + address)
    deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/jpeg'])
    equal(picture.headers.get('cache-control'), 'no-store')
    equal(Buffer.from(await picture.arrayBuffer()).toString('hex', 0, 2), 'ffd8')
    equal((await fetch(bench.server.address + address.replace(/preview\/[^?]*/, 'preview/none'))).status, 404)
    await client.cancelRender({ params: { id } })
    equal((await client.getRender({ params: { id } })).previewUrl, null)
  })

  it('show the cut as it was when they were asked for, and take what did not change from the cache', async () => {
    const { client } = bench
    const { cache, attempts } = workshop(bench.server.context.config.dataDir)
    const { projectId, sceneIds } = await drawnBoard([{ durationMs: 600 }])
    const first = await client.createRender({ params: { id: projectId }, body: { height: 360 } })
    await client.createPanel({ params: { id: sceneIds[0] ?? '' }, body: { durationMs: 600 } })
    await bench.server.jobEnded(bench.server.owner, first.jobId ?? '')
    equal(await countedFrames((await client.getRender({ params: { id: first.id } })).url), 14)
    const parts = (await readdir(cache)).length
    const [, added] = (await client.listProjectClips({ params: { id: projectId } })).items
    await client.deleteClip({ params: { id: added?.id ?? '' } })
    equal((await rendered(projectId, { height: 360 })).durationFrames, 14)
    equal((await readdir(cache)).length, parts)
    deepEqual(await readdir(attempts), [])
  })

  it('are refused while there is nothing to show', async () => {
    const { client } = bench
    const { projectId, sceneIds } = await boarded(client, [[]])
    const ask = () => client.createRender({ params: { id: projectId }, body: {} })
    match((await refusedWith('not-possible-now', ask())).detail, /nothing in the cut/)
    const panel = await client.createPanel({ params: { id: sceneIds[0] ?? '' }, body: {} })
    await client.createPanel({ params: { id: sceneIds[0] ?? '' }, body: {} })
    await bench.draw(panel.id)
    match((await refusedWith('not-possible-now', ask())).detail, /1 of 2 panels are not drawn/)
    deepEqual((await client.listRenders({ params: { id: projectId }, query: {} })).items, [])
    const bad = { height: 144 } as unknown as { height: 360 }
    await refusedWith('invalid-request', client.createRender({ params: { id: projectId }, body: bad }))
  })

  it('end soon after they are cancelled, and leave nothing behind', async () => {
    const { client } = bench
    const { attempts } = workshop(bench.server.context.config.dataDir)
    const { projectId } = await drawnBoard([{ durationMs: 300_000, cameraMove: 'orbit' }])
    const { id } = await client.createRender({ params: { id: projectId }, body: { height: 1080 } })
    while ((await client.getRender({ params: { id } })).progress === 0) await new Promise(resolve => setTimeout(resolve, 50))
    equal((await client.cancelRender({ params: { id } })).state, 'cancelled')
    const cancelled = performance.now()
    while ((await readdir(attempts)).length > 0) await new Promise(resolve => setTimeout(resolve, 20))
    ok(performance.now() - cancelled < 2_000)
    await refusedWith('not-possible-now', client.cancelRender({ params: { id } }))
    const render = await client.getRender({ params: { id } })
    deepEqual([render.state, render.url, render.bytes], ['cancelled', null, null])
    await refusedWithCode(finishedRender(bench.server.context.database, id), 'not-possible-now')
  })

  it('are listed newest first, for those who may see the project', async () => {
    const { client } = bench
    const { projectId } = await drawnBoard([{ durationMs: 400 }])
    const ask = () => client.createRender({ params: { id: projectId }, body: { height: 360 } })
    const made = [await ask(), await ask()]
    for (const { jobId } of made) await bench.server.jobEnded(bench.server.owner, jobId ?? '')
    const first = await client.listRenders({ params: { id: projectId }, query: { limit: 1 } })
    deepEqual([first.items[0]?.id, typeof first.nextCursor], [made[1]?.id, 'string'])
    const second = await client.listRenders({ params: { id: projectId }, query: { limit: 1, cursor: first.nextCursor ?? '' } })
    deepEqual([second.items[0]?.id, second.nextCursor], [made[0]?.id, null])
    const viewer = await bench.server.account('viewer')
    await addMember(bench.server, projectId, viewer, 'viewer')
    equal((await viewer.client.listRenders({ params: { id: projectId }, query: {} })).items.length, 2)
    await refusedWith('forbidden', viewer.client.createRender({ params: { id: projectId }, body: {} }))
    const outsider = await bench.server.account('outsider')
    await refusedWith('not-found', outsider.client.getRender({ params: { id: made[0]?.id ?? '' } }))
  })
})

async function refusedWithCode(work: Promise<unknown>, code: string) {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason as { code?: string },
  )
  equal(error?.code, code)
}

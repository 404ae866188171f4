import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openAsBlob, statSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openMediaTools, probeMedia, transcodeLadder } from '../packages/media/src/index.ts'
import { inTurns, median, timed } from './measuring/rounds.ts'
import { report } from './measuring/report.ts'
import { startServerProcess, temporaryFolder } from './measuring/server.ts'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * The ladder of a video against a bare ffmpeg that makes the same renditions in one run, in turns; then the whole job in a
 * running server, from the answer to the upload until the video can be watched. `node bench/transcode.ts [video]`
 */
const rounds = 3
const sourceSeconds = 10

const folder = await temporaryFolder('transcode')
try {
  const source = process.argv[2] ?? makeSource(join(folder, 'source.mp4'))
  const tools = openMediaTools()
  const input = { path: source, origin: 'outside' } as const
  const probe = await probeMedia(tools, input, {})
  if (probe.kind === 'refused') throw new Error(probe.refusal.message)
  const { facts } = probe
  let run = 0
  const next = async () => {
    const outDir = join(folder, `run-${run++}`)
    await mkdir(outDir)
    return outDir
  }
  const { ours, bare } = await inTurns(rounds, {
    ours: async () => {
      const outDir = await next()
      const ms = await timed(() => transcodeLadder({ tools, input, facts, outDir }))
      await rm(outDir, { recursive: true })
      return ms
    },
    bare: async () => {
      const outDir = await next()
      const ms = await timed(() => bareLadder(source, outDir))
      await rm(outDir, { recursive: true })
      return ms
    },
  })
  const job = await wholeJob(source)
  report(
    'transcode',
    {
      ladderPerBare: { value: median(ours.map((ms, round) => ms / (bare[round] ?? ms))), unit: '×', atMost: 1.1 },
      ladder: { value: median(ours) / 1000, unit: 's' },
      bare: { value: median(bare) / 1000, unit: 's' },
      job: { value: job / 1000, unit: 's' },
      jobPerBare: { value: job / median(bare), unit: '×' },
      bareLadderPerFilm: { value: median(bare) / 1000 / facts.seconds, unit: '×' },
    },
    { seconds: facts.seconds, width: facts.video?.width, height: facts.video?.height, ours, bare, bytes: statSync(source).size },
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Moving shapes with some grain and a tone: neither the easiest nor the hardest to encode. */
function makeSource(path: string): string {
  const picture = `testsrc2=size=1920x1080:rate=30:duration=${sourceSeconds},noise=alls=8:allf=t`
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', `sine=frequency=330:duration=${sourceSeconds}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '18', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest', path],
  ])
  return path
}

/** As one would type it: one decode, each size scaled from the one above it, the same x264 settings, files straight to disk. */
async function bareLadder(source: string, outDir: string): Promise<void> {
  const sizes = [
    { width: 1920, height: 1080, kbps: 5000 },
    { width: 1280, height: 720, kbps: 2800 },
    { width: 854, height: 480, kbps: 1400 },
    { width: 640, height: 360, kbps: 800 },
  ]
  const graph = [
    '[0:v]fps=30,scale=1920:1080:flags=bicubic,format=yuv420p,setsar=1,split=2[r0][a0]',
    '[a0]scale=1280:720:flags=bicubic,setsar=1,split=2[r1][a1]',
    '[a1]scale=854:480:flags=bicubic,setsar=1,split=2[r2][a2]',
    '[a2]scale=640:360:flags=bicubic,setsar=1[r3]',
  ].join(';')
  const fragmented = ['-f', 'mp4', '-movflags', '+frag_keyframe+empty_moov+default_base_moof']
  const args = [
    ...['-v', 'error', '-y', '-i', source, '-filter_complex', graph],
    ...sizes.flatMap(({ height, kbps }, rung) => [
      ...['-map', `[r${rung}]`, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-profile:v', 'high'],
      ...['-g', '120', '-keyint_min', '120', '-sc_threshold', '0', '-maxrate', `${kbps}k`, '-bufsize', `${kbps * 2}k`],
      ...[...fragmented, join(outDir, `${height}.mp4`)],
    ]),
    ...['-map', '0:a', '-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-f', 'mp4', '-frag_duration', '4000000'],
    ...['-movflags', '+empty_moov+default_base_moof', join(outDir, 'audio.mp4')],
  ]
  const [code] = (await once(spawn('ffmpeg', args, { stdio: 'inherit' }), 'exit')) as [number | null]
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`)
}

async function wholeJob(source: string): Promise<number> {
  await using server = await startServerProcess()
  const { id } = await server.client.uploadVideo({ body: {}, file: await openAsBlob(source), fileName: 'source.mp4' })
  const began = performance.now()
  for (;;) {
    const { status } = await server.client.getVideo({ params: { id } })
    if (status === 'ready') return performance.now() - began
    if (status === 'failed') throw new Error('the video could not be prepared')
    await pause(50)
  }
}

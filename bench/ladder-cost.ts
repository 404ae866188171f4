import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Ladder,
  makeStoryboard,
  type MediaFacts,
  openMediaTools,
  probeMedia,
  transcodeLadder,
} from '../packages/media/src/index.ts'
import { cpuSecondsOfAll } from './measuring/process.ts'
import { report } from './measuring/report.ts'
import { inTurns, median } from './measuring/rounds.ts'
import { temporaryFolder } from './measuring/server.ts'

/**
 * CPU seconds of the whole ladder with hover pictures, loudness and wave, against the renditions alone made by one ffmpeg
 * each: with the same x264 settings, and with those that PeerTube uses. `node bench/ladder-cost.ts [video]`
 */
const rounds = 2
// bwrap does not wait for what it started, so its time would be counted nowhere: what is compared runs without it.
const tools = { ...openMediaTools(), sandbox: { kind: 'none', why: 'CPU time is counted' }, allowUnsandboxed: true } as const
const folder = await temporaryFolder('ladder-cost')
try {
  const trailer = join(process.env['SAMPLES_DIR'] ?? '', 'media/sintel-trailer-720p.mp4')
  const source = process.argv[2] ?? (existsSync(trailer) ? trailer : makeSource(join(folder, 'source.mp4')))
  const input = { path: source, origin: 'outside' } as const
  const probe = await probeMedia(tools, input)
  if (probe.kind === 'refused') throw new Error(probe.refusal.message)
  const { facts } = probe
  let renditions: Ladder['video'] = []
  const { ours, each, peertube } = await inTurns(rounds, {
    ours: () =>
      costOf(async outDir => {
        const ladder = await transcodeLadder({ tools, input, facts, outDir })
        const { sheets } = await makeStoryboard(tools, { ...ladder, outDir }, 'storyboard')
        for (const [i, sheet] of sheets.entries()) await writeFile(join(outDir, `${i}.jpg`), sheet)
        renditions = ladder.video
      }),
    each: () => costOf(outDir => oneRunEach(source, renditions, facts, outDir, sameSettings)),
    peertube: () => costOf(outDir => oneRunEach(source, renditions, facts, outDir, peertubeSettings)),
  })
  const against = (rival: readonly number[]) => median(ours.map((cpu, round) => cpu / (rival[round] ?? cpu)))
  report(
    'ladder-cost',
    {
      perOneRunEach: { value: against(each), unit: '×', atMost: 0.75 },
      perPeertube: { value: against(peertube), unit: '×', atMost: 0.7 },
      cpu: { value: median(ours), unit: 's' },
    },
    { seconds: facts.seconds, renditions: renditions.map(one => one.directory), ours, each, peertube },
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function costOf(work: (outDir: string) => Promise<unknown>): Promise<number> {
  const outDir = join(folder, 'out')
  await mkdir(outDir)
  const before = cpuSecondsOfAll()
  await work(outDir)
  const cost = cpuSecondsOfAll() - before
  await rm(outDir, { recursive: true })
  return cost
}

type Settings = (rung: Ladder['video'][number], fps: number) => string[]

function sameSettings({ maxKbps }: Ladder['video'][number], fps: number): string[] {
  return [
    ...['-preset', 'veryfast', '-crf', '23', '-profile:v', 'high', '-maxrate', `${maxKbps}k`, '-bufsize', `${maxKbps * 2}k`],
    ...['-g', String(Math.round(fps * 4)), '-keyint_min', String(Math.round(fps * 4)), '-sc_threshold', '0'],
  ]
}

function peertubeSettings({ maxKbps }: Ladder['video'][number], fps: number): string[] {
  return [
    ...['-preset', 'veryfast', '-maxrate', `${maxKbps}k`, '-bufsize', `${maxKbps * 2}k`],
    ...['-b_strategy', '1', '-bf', '16', '-r', String(fps), '-g', String(Math.round(fps * 2))],
  ]
}

/** As PeerTube does it: each rendition, with its sound, from the source. */
async function oneRunEach(source: string, rungs: Ladder['video'], facts: MediaFacts, outDir: string, settings: Settings) {
  const fps = facts.video === null ? 25 : facts.video.rate.num / facts.video.rate.den
  for (const rung of rungs) {
    const args = [
      ...['-v', 'error', '-y', '-i', source, '-vf', `scale=${rung.width}:${rung.height}:flags=bicubic,format=yuv420p`],
      ...['-c:v', 'libx264', ...settings(rung, fps), '-c:a', 'aac', '-b:a', '128k', '-ac', '2'],
      ...['-f', 'hls', '-hls_time', '4', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4', '-hls_flags', 'single_file'],
      join(outDir, `${rung.height}.m3u8`),
    ]
    const [code] = (await once(spawn('ffmpeg', args, { stdio: 'inherit' }), 'exit')) as [number | null]
    if (code !== 0) throw new Error(`ffmpeg ended with ${code}`)
  }
}

/** Moving shapes with some grain and a tone, where no film is at hand. */
function makeSource(path: string): string {
  const picture = 'testsrc2=size=1920x1080:rate=30:duration=15,noise=alls=8:allf=t'
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', 'sine=frequency=330:duration=15'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '18', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest', path],
  ])
  return path
}

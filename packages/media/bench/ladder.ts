/**
 * Makes a ladder, and the same renditions with a bare ffmpeg command line, in turns; prints the ratio of their times.
 * Run: node packages/media/bench/ladder.ts <film> [rounds=2]
 */
// The bare command is what the ladder is measured against.
// oxlint-disable-next-line no-restricted-imports
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { isWebReady, openMediaTools, probeMedia, remuxForPlayback, transcodeLadder } from '../src/index.ts'

const path = resolve(process.argv[2] ?? '')
const rounds = Number(process.argv[3] ?? 2)
const tools = openMediaTools()
const input = { path, origin: 'own' } as const
const probe = await probeMedia(tools, input)
if (probe.kind === 'refused' || probe.facts.video === null) throw new Error(`no film: ${path}`)
const { facts } = probe
const directory = await mkdtemp(join(tmpdir(), 'bench-ladder-'))
const seconds = (since: number): number => (performance.now() - since) / 1000
const ratios: number[] = []
try {
  for (let round = 0; round < rounds; round++) {
    let playable = 0
    let began = performance.now()
    const ladder = await transcodeLadder({
      tools,
      input,
      facts,
      outDir: join(directory, `ladder-${round}`),
      onPlayable: () => {
        playable = seconds(began)
      },
    })
    const own = seconds(began)

    const rate = ladder.video[0]?.rate ?? { num: 25, den: 1 }
    const gop = String(Math.round((4 * rate.num) / rate.den))
    const chain = ladder.video.map(({ width, height }, i) => {
      const from = i === 0 ? `[0:v]fps=${rate.num}/${rate.den},` : `[a${i - 1}]`
      const last = i === ladder.video.length - 1
      return `${from}scale=${width}:${height}:flags=bicubic,setsar=1,format=yuv420p${last ? '' : ',split'}[v${i}]${last ? '' : `[a${i}]`}`
    })
    const outputs = ladder.video.flatMap((one, i) => [
      ...[
        '-map',
        `[v${i}]`,
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-crf',
        '23',
        '-maxrate',
        `${one.maxKbps}k`,
        '-bufsize',
        `${one.maxKbps * 2}k`,
      ],
      ...[
        '-g',
        gop,
        '-keyint_min',
        gop,
        '-sc_threshold',
        '0',
        '-f',
        'mp4',
        '-movflags',
        '+cmaf+delay_moov+frag_keyframe',
        join(directory, 'bare', `v${i}.mp4`),
      ],
    ])
    const sound =
      ladder.audio.length === 0
        ? []
        : ['-map', '0:a:0', '-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000', join(directory, 'bare', 'a.mp4')]
    await mkdir(join(directory, 'bare'), { recursive: true })
    began = performance.now()
    const bare = spawnSync(tools.ffmpeg, [
      '-v',
      'error',
      '-nostdin',
      '-y',
      '-i',
      path,
      '-filter_complex',
      chain.join(';'),
      ...outputs,
      ...sound,
    ])
    if (bare.status !== 0) throw new Error(String(bare.stderr))
    const plain = seconds(began)
    ratios.push(own / plain)
    console.log(
      `round ${round + 1}: ladder ${own.toFixed(1)} s, bare ffmpeg ${plain.toFixed(1)} s, ratio ${(own / plain).toFixed(3)}; playable after ${playable.toFixed(1)} s`,
    )
  }
  console.log(
    `ladder over bare ffmpeg: ${(ratios.reduce((sum, one) => sum + one, 0) / ratios.length).toFixed(3)} (${facts.seconds.toFixed(0)} s of film)`,
  )
  if (isWebReady(facts)) {
    const began = performance.now()
    await remuxForPlayback({ tools, input, facts, outDir: join(directory, 'remux') })
    console.log(`as it is, without encoding: ${seconds(began).toFixed(2)} s`)
  }
} finally {
  await rm(directory, { recursive: true, force: true })
}

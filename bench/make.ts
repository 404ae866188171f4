import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { whenEnded } from './measuring/ending.ts'
import { cpuSeconds, peakMegabytes } from './measuring/process.ts'
import { report } from './measuring/report.ts'
import { ended, temporaryFolder } from './measuring/server.ts'
import { timed } from './measuring/rounds.ts'

/**
 * A ten-page screenplay to a film on disk through the command line, with everything in one process. Beside it stands what
 * ffmpeg alone takes to decode that film and to encode its frames again with the same settings.
 * `node bench/make.ts [screenplay]`
 */
const main = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url))
const story = process.argv[2] ?? fileURLToPath(new URL('../examples/salt-line.fountain', import.meta.url))
const sampleEveryMs = 100
/** As the program's starter sets it. */
const environment = { MALLOC_ARENA_MAX: '2', NODE_OPTIONS: '--max-semi-space-size=16', ...process.env }

const folder = await temporaryFolder('make')
try {
  const film = join(folder, 'film.mp4')
  const made = await make(film)
  const frames = Number(
    probed(['-count_packets', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_packets', film]).split(',')[0],
  )
  const filmSeconds = Number(probed(['-show_entries', 'format=duration', film]))
  const bareMs = await timed(() => encodeAgain(film))
  report(
    'make',
    {
      wallPerFilm: { value: made.wallMs / 1000 / filmSeconds, unit: '×', atMost: 0.25 },
      framesAstray: { value: Math.abs(frames - made.frames), unit: '', atMost: 0 },
      peakMemory: { value: made.peakMemory, unit: 'MB', atMost: 600 },
      wallPerBareEncode: { value: made.wallMs / bareMs, unit: '×' },
      wall: { value: made.wallMs / 1000, unit: 's' },
      film: { value: filmSeconds, unit: 's' },
      ...Object.fromEntries(made.steps.map(({ name, ms }) => [name, { value: ms / 1000, unit: 's' } as const])),
      nodeCpu: { value: made.nodeCpu, unit: 's' },
      bareEncode: { value: bareMs / 1000, unit: 's' },
    },
    { frames, panels: made.panels },
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function make(film: string) {
  const began = performance.now()
  const child = spawn(process.execPath, [main, 'make', story, '--out', film], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  whenEnded(() => ended(child))
  const steps: { name: string; at: number }[] = []
  let frames = 0
  let panels = 0
  let peakMemory = 0
  let nodeCpu = 0
  const sampling = setInterval(() => {
    peakMemory = peakMegabytes(child.pid ?? 0, peakMemory)
    nodeCpu = cpuOf(child.pid ?? 0, nodeCpu)
  }, sampleEveryMs)
  for await (const line of createInterface(child.stderr)) {
    const step = /^(\w+)( the story)? …$/.exec(line)?.[1]
    if (step) steps.push({ name: step.toLowerCase(), at: performance.now() })
    frames = Number(/(\d+) frames/.exec(line)?.[1] ?? frames)
    panels = Number(/^(\d+) panels drawn/.exec(line)?.[1] ?? panels)
    if (!step && frames > 0) steps.push({ name: 'closing', at: performance.now() })
  }
  if (child.exitCode === null) await once(child, 'exit')
  clearInterval(sampling)
  if (child.exitCode !== 0) throw new Error(`make ended with ${child.exitCode}`)
  const wallMs = performance.now() - began
  const ends = [...steps.slice(1).map(({ at }) => at), began + wallMs]
  return {
    ...{ wallMs, frames, panels, peakMemory, nodeCpu },
    steps: steps.map(({ name, at }, index) => ({ name, ms: (ends[index] ?? at) - (index === 0 ? began : at) })),
  }
}

function cpuOf(pid: number, last: number): number {
  try {
    return cpuSeconds(pid)
  } catch {
    return last
  }
}

function probed(args: string[]): string {
  return execFileSync('ffprobe', ['-v', 'error', '-of', 'csv=p=0', ...args], { encoding: 'utf8' }).trim()
}

async function encodeAgain(film: string): Promise<void> {
  const encoder = ['-c:v', 'libx264', '-preset', 'superfast', '-crf', '20', '-x264-params', 'mbtree=1:rc-lookahead=10']
  const child = spawn('ffmpeg', ['-v', 'error', '-i', film, '-an', ...encoder, '-f', 'null', '-'], { stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`)
}

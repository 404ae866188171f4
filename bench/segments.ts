import { fork } from 'node:child_process'
import { once } from 'node:events'
import { execFileSync } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import { cpuSeconds } from './measuring/process.ts'
import { report } from './measuring/report.ts'
import { inTurns, median } from './measuring/rounds.ts'
import { startServerProcess, temporaryFolder } from './measuring/server.ts'

/** What a gigabyte of segments costs our server in CPU, against a bare Node server that streams the same bytes from a file. */
const rounds = 3
const gigabyte = 1e9
const connections = 8

const folder = await temporaryFolder('segments')
try {
  await using server = await startServerProcess()
  const path = join(folder, 'video.mp4')
  // Noise does not shrink: the segments of its top rendition come near their cap of 5 Mbit/s.
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'nullsrc=size=1920x1080:rate=25:duration=5,geq=random(1)*255:128:128'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', path],
  ])
  const { id } = await server.client.uploadVideo({ body: {}, file: await openAsBlob(path), fileName: 'noise.mp4' })
  while ((await server.client.getVideo({ params: { id } })).status !== 'ready') await pause(100)
  const manifest = await (await server.client.getDashManifest({ params: { id } })).text()
  const base = /<BaseURL>([^<]+)</.exec(manifest)?.[1] ?? ''
  const segment = `${server.baseUrl}${base}1080p/00001.m4s`
  const answer = await fetch(segment)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (!answer.ok) throw new Error(`${segment} answered ${answer.status}`)

  const copy = join(folder, 'segment')
  await (await import('node:fs/promises')).writeFile(copy, bytes)
  const bare = fork(fileURLToPath(new URL('segments/bare.ts', import.meta.url)), [copy])
  const [{ address }] = (await once(bare, 'message')) as [{ address: string }]
  try {
    const { ours, plain } = await inTurns(rounds, {
      ours: () => fetched(segment, bytes.length, server.pid),
      plain: () => fetched(address, bytes.length, bare.pid ?? 0),
    })
    report(
      'segments',
      {
        cpuPerGigabyte: { value: median(ours.map(({ cpu }) => cpu)), unit: 's' },
        bareCpuPerGigabyte: { value: median(plain.map(({ cpu }) => cpu)), unit: 's' },
        megabytesPerSecond: { value: median(ours.map(({ rate }) => rate)), unit: '/s' },
        bareMegabytesPerSecond: { value: median(plain.map(({ rate }) => rate)), unit: '/s' },
      },
      { segmentBytes: bytes.length },
    )
  } finally {
    const exit = once(bare, 'exit')
    bare.disconnect()
    await exit
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** One gigabyte over a few connections: CPU seconds of the server, and megabytes a second. */
async function fetched(address: string, size: number, pid: number): Promise<{ cpu: number; rate: number }> {
  let left = Math.ceil(gigabyte / size)
  const total = left * size
  const [before, began] = [cpuSeconds(pid), performance.now()]
  const fetchOn = async () => {
    while (left-- > 0) for await (const _ of (await fetch(address)).body ?? []);
  }
  await Promise.all(Array.from({ length: connections }, fetchOn))
  const rate = total / 1e6 / ((performance.now() - began) / 1000)
  return { cpu: ((cpuSeconds(pid) - before) * gigabyte) / total, rate }
}

import { execFileSync } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { resumableUploads } from '../packages/api/src/index.ts'
import { report } from './measuring/report.ts'
import { median } from './measuring/rounds.ts'
import { type ServerProcess, startServerProcess, temporaryFolder } from './measuring/server.ts'

/**
 * From the last byte of an upload until DASH and HLS both play: manifests, initialisation and first segments of picture and
 * sound are there. Films of a minute; one that browsers take as it is, and others at 1080p. Other files may be named.
 */
const rounds = 3
const seconds = 60
const named = process.argv.slice(2)

const folder = await temporaryFolder('first-play')
try {
  await using server = await startServerProcess()
  if (named.length > 0) {
    for (const path of named) console.error(path, Math.round(await firstPlay(server, path, 0)), 'ms')
  } else {
    const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
    const films = {
      webReady720: film('ready-720.mp4', '1280x720', h264),
      webReady1080: film('ready-1080.mp4', '1920x1080', h264),
      tenBitHevc1080: film('hevc-1080.mp4', '1920x1080', [
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-pix_fmt',
        'yuv420p10le',
        '-x265-params',
        'log-level=error',
        '-c:a',
        'aac',
      ]),
      h264InMatroska1080: film('h264-1080.mkv', '1920x1080', h264),
      vp9With720: film('vp9-720.webm', '1280x720', [
        '-c:v',
        'libvpx-vp9',
        '-deadline',
        'realtime',
        '-cpu-used',
        '8',
        '-c:a',
        'libopus',
      ]),
    }
    const times: Record<string, number[]> = {}
    for (let round = 0; round < rounds; round += 1)
      for (const [name, path] of Object.entries(films)) (times[name] ??= []).push(await firstPlay(server, path, round))
    const figures = Object.entries(times).map(([name, all]) => [
      name,
      { value: median(all), unit: 'ms', atMost: name.startsWith('webReady') ? 1500 : 4000 } as const,
    ])
    report('first-play', Object.fromEntries(figures), { seconds, rounds, times })
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

function film(name: string, size: string, encoding: readonly string[]): string {
  const path = join(folder, name)
  const sources = [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=size=${size}:rate=25:duration=${seconds}`,
    '-f',
    'lavfi',
    '-i',
    `sine=duration=${seconds}`,
  ]
  execFileSync('ffmpeg', ['-v', 'error', ...sources, ...encoding, path])
  return path
}

/** Milliseconds since the last byte was sent. Each round's bytes differ at the end, or the second would share the first one's stream. */
async function firstPlay(server: ServerProcess, path: string, round: number): Promise<number> {
  const { client, baseUrl } = server
  const tail = new Uint8Array([0, 0, 0, 8 + round, ...Buffer.from('free'), ...new Uint8Array(round)])
  const bytes = Buffer.concat([await readFile(path), tail])
  const { address } = await sendPiece(server, 'POST', resumableUploads, { 'upload-length': String(bytes.length) })
  const most = bytes.length - 1000
  await sendPiece(server, 'PATCH', address, { 'upload-offset': '0' }, bytes.subarray(0, most))
  const began = performance.now()
  const { id } = await sendPiece(server, 'PATCH', address, { 'upload-offset': String(most) }, bytes.subarray(most))
  const answered = performance.now() - began
  for (;;) {
    const { dashUrl, hlsUrl, status, error } = await client.getVideo({ params: { id } })
    if (status === 'failed') throw new Error(error?.message)
    if (dashUrl && hlsUrl) {
      await plays(baseUrl + dashUrl, baseUrl + hlsUrl)
      break
    }
    await pause(20)
  }
  const took = performance.now() - began
  console.error(path.split('/').at(-1), `answered after ${Math.round(answered)} ms, playable after ${Math.round(took)} ms`)
  for (const { jobId } of (await client.getVideo({ params: { id } })).stages)
    await client.cancelJob({ params: { id: jobId } }).catch(() => undefined)
  await pause(1000)
  return took
}

async function sendPiece(
  { baseUrl, accessToken }: ServerProcess,
  method: string,
  address: string,
  headers: Record<string, string>,
  body?: Buffer,
): Promise<{ address: string; id: string }> {
  const answer = await fetch(baseUrl + address, {
    method,
    headers: {
      ...{ authorization: `Bearer ${accessToken}`, 'tus-resumable': '1.0.0', ...headers },
      ...(body ? { 'content-type': 'application/offset+octet-stream' } : {}),
    },
    ...(body ? { body: new Uint8Array(body) } : {}),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return { address: answer.headers.get('location') ?? '', id: answer.headers.get('video-id') ?? '' }
}

async function plays(dash: string, hls: string): Promise<void> {
  const mpd = await text(dash)
  const master = await text(hls)
  const folders = [...mpd.matchAll(/<Representation id="([^"]+)"/g)].map(([, name]) => name)
  const playlists = [...master.matchAll(/^[^#].*m3u8$|URI="([^"]+)"/gm)].map(([line, uri]) => uri ?? line)
  for (const name of folders) for (const part of ['init.mp4', '00001.m4s']) await bytes(new URL(`${name}/${part}`, dash).href)
  for (const name of playlists) await text(new URL(name, hls).href)
}

async function text(address: string): Promise<string> {
  return new TextDecoder().decode(await bytes(address))
}

async function bytes(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  return answer.arrayBuffer()
}

import { execFileSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { once } from 'node:events'
import { resumableUploads } from '../packages/api/src/index.ts'
import { report } from './measuring/report.ts'
import { inTurns, median, timed } from './measuring/rounds.ts'
import { cpuSeconds } from './measuring/process.ts'
import { type ServerProcess, startServerProcess, temporaryFolder } from './measuring/server.ts'

/**
 * One large film by tus, against `cp` and `sha256sum` of the same file: megabytes a second, and how much memory the server
 * takes on top of what it had. The first argument is the size in MiB.
 */
const MiB = 1024 * 1024
const size = Number(process.argv[2] ?? 2048) * MiB
const rounds = Number(process.argv[3] ?? 2)
const pieceBytes = 64 * MiB

const folder = await temporaryFolder('upload')
try {
  const film = join(folder, 'film.mp4')
  await makeFilm(film)
  await using server = await startServerProcess()
  const before = resident(server.pid)
  let peak = before
  const watch = setInterval(() => (peak = Math.max(peak, resident(server.pid))), 50)
  const cpu = cpuSeconds(server.pid)
  const { ours, copy } = await inTurns(rounds, {
    ours: () => timed(() => upload(server, film)),
    copy: () =>
      timed(() => {
        execFileSync('cp', [film, `${film}.copy`])
        execFileSync('sha256sum', [`${film}.copy`])
      }),
  })
  clearInterval(watch)
  const megabytes = size / 1e6
  report(
    'upload',
    {
      megabytesPerSecond: { value: megabytes / (median(ours) / 1000), unit: '/s' },
      againstCopyAndHash: { value: median(copy) / median(ours), unit: '×', atLeast: 0.7 },
      memoryGrowth: { value: peak - before, unit: 'MB', atMost: 150 },
      cpuPerGigabyte: { value: ((cpuSeconds(server.pid) - cpu) / rounds) * (1e9 / size), unit: 's' },
    },
    { bytes: size, rounds, 'copy and hash, MB/s': Math.round(megabytes / (median(copy) / 1000)) },
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Sends the film in pieces as the browser does, reading it as it goes. */
async function upload(server: ServerProcess, film: string): Promise<void> {
  const metadata = `filename ${Buffer.from('film.mp4').toString('base64')}`
  const begun = await send(server, 'POST', resumableUploads, { 'upload-length': size, 'upload-metadata': metadata })
  const address = begun.headers.location ?? ''
  const file = await open(film, 'r')
  let last = begun
  try {
    for (let offset = 0; offset < size; offset += pieceBytes) {
      const length = Math.min(pieceBytes, size - offset)
      const headers = {
        ...{ 'upload-offset': offset, 'content-length': length, 'content-type': 'application/offset+octet-stream' },
      }
      last = await send(server, 'PATCH', address, headers, async function* () {
        const block = Buffer.allocUnsafe(MiB)
        for (let at = 0; at < length; at += MiB) {
          const { bytesRead } = await file.read(block, 0, Math.min(MiB, length - at), offset + at)
          yield block.subarray(0, bytesRead)
        }
      })
    }
  } finally {
    await file.close()
  }
  const id = last.headers['video-id']
  if (typeof id !== 'string') throw new Error(`the upload ended with ${last.statusCode} and no video`)
}

async function send(
  { baseUrl, accessToken }: ServerProcess,
  method: string,
  address: string,
  headers: Record<string, string | number>,
  body?: () => AsyncGenerator<Buffer>,
) {
  const outgoing = request(baseUrl + address, {
    method,
    headers: { ...headers, authorization: `Bearer ${accessToken}`, 'tus-resumable': '1.0.0' },
  })
  const answered = once(outgoing, 'response')
  // The block is used again, so each must be on its way before the next is read.
  for await (const block of body?.() ?? []) await new Promise<void>(sent => void outgoing.write(block, () => sent()))
  outgoing.end()
  const [answer] = await answered
  const response = answer as import('node:http').IncomingMessage
  response.resume()
  await once(response, 'end')
  if ((response.statusCode ?? 500) >= 300) throw new Error(`${method} ${address} answered ${response.statusCode}`)
  return response
}

/** A second of film, followed by noise that players skip. */
async function makeFilm(path: string): Promise<void> {
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=1', '-pix_fmt', 'yuv420p', path],
  ])
  const film = await open(path, 'a')
  const head = Buffer.alloc(16)
  const rest = size - (await stat(path)).size
  head.writeUInt32BE(1, 0)
  head.write('free', 4, 'latin1')
  head.writeBigUInt64BE(BigInt(rest), 8)
  await film.write(head)
  const noise = randomFillSync(Buffer.allocUnsafe(MiB))
  for (let left = rest - head.length; left > 0; left -= MiB) {
    noise.writeUInt32LE(left % 2 ** 32, 0)
    await film.write(noise, 0, Math.min(MiB, left))
  }
  await film.close()
}

/** Megabytes that a process has in memory of its own. */
function resident(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024
}

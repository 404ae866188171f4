import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { whenEnded } from './measuring/ending.ts'
import { report } from './measuring/report.ts'
import { median, timed } from './measuring/rounds.ts'
import { freePort, ready, temporaryFolder } from './measuring/server.ts'

/** `npm start` until /readyz says ready, on an empty folder and again on the same one; the built web app is there already. */
const secondStarts = 5
const root = fileURLToPath(new URL('..', import.meta.url))

const folder = await temporaryFolder('start')
try {
  const first = await startAndStop()
  const later: { startMs: number; stopMs: number }[] = []
  for (let round = 0; round < secondStarts; round += 1) later.push(await startAndStop())
  report('start', {
    secondStart: { value: median(later.map(({ startMs }) => startMs)) / 1000, unit: 's', atMost: 3 },
    firstStart: { value: first.startMs / 1000, unit: 's' },
    stop: { value: median(later.map(({ stopMs }) => stopMs)) / 1000, unit: 's' },
  })
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function startAndStop() {
  const port = await freePort()
  const child = spawn('npm', ['start', '--silent'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: folder, BACKEND_PORT: String(port), LOG_LEVEL: 'error', DATABASE_URL: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  })
  whenEnded(() => groupEnded(child.pid ?? 0))
  const startMs = await timed(() => ready(`http://127.0.0.1:${port}`, child))
  const stopMs = await timed(() => groupEnded(child.pid ?? 0))
  return { startMs, stopMs }
}

/** Ctrl-C reaches npm, the script and the server alike; the last of them to go is the server, after its database. */
async function groupEnded(group: number): Promise<void> {
  for (let signal: NodeJS.Signals | 0 = 'SIGINT'; ; signal = 0) {
    try {
      process.kill(-group, signal)
    } catch {
      return
    }
    await pause(5)
  }
}

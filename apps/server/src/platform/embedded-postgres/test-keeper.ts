import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isAlive } from './process.ts'
import { runTestServer } from './test-server.ts'

/** `test-keeper.ts <pid of the test run> <directory>`: keeps the shared test database until the run dies or says so. */
const [owner = '', directory = ''] = process.argv.slice(2)

const ending = new AbortController()
process.once('SIGTERM', () => ending.abort())
await writeFile(join(directory, 'keeper'), String(process.pid))
try {
  const server = await runTestServer(directory)
  await runEnds()
  await server.stop()
} catch (error) {
  await writeFile(join(directory, 'failure'), String(error))
  await runEnds()
  await rm(directory, { recursive: true, force: true })
}

/** Nobody tells a process about the end of one that is not its child. */
async function runEnds() {
  while (!ending.signal.aborted && isAlive(Number(owner))) await wait(100)
}

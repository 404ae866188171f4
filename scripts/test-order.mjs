// Which test files run in one process, and which begin first.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node.mjs'

/** They take longest, in this order, and begin first: a core that has nothing left to do waits for few of the others. */
const longest = [
  'packages/blobs/src/cluster/conformance.test.ts',
  'packages/media/src/ladder/ladder.test.ts',
  'apps/server/src/doors/inputs.test.ts',
  'apps/server/src/platform/embedded-postgres/start.test.ts',
  'apps/server/src/generation/hosted/hosted.test.ts',
  'apps/server/src/generation/pool/pool.test.ts',
  'apps/server/src/library/streams/first-play.test.ts',
  'apps/cli/src/timeline/commands.test.ts',
  'e2e/accessibility.test.ts',
  'e2e/generation.test.ts',
  'e2e/main-job.test.ts',
  'e2e/crash/crash.test.ts',
]

/** To load these and what they test takes longer than most of them run. */
const alike = /^(apps\/server|packages\/(api|comfyui|placement|timeline))\/src\//

/** Kept open from the first file to the last, or changed or measured for the whole process: such a file has its own. */
const ofTheProcess = /^(before|after)(Each)?\(|^(const \w+ = )?await |mock\.timers|process\.(kill|memoryUsage)/m

/** Both listen at the port that the addresses in hostile files name, so never at the same time. */
const samePort = ['apps/server/src/doors/bad-inputs.test.ts', 'apps/server/src/platform/outgoing/forgery.test.ts']

/** So many are done soon enough for the others to wait for the last of them. */
const filesTogether = 10

/** The files of a run as what one process or another has to do, the longest first. */
export function groupFiles(files) {
  const sorted = longestFirst(files)
  const apart = sorted.filter(file => !canShare(file))
  const shared = sorted.filter(file => canShare(file) && !samePort.includes(file))
  // Neighbours take alike long: each goes into another group.
  const count = Math.ceil(shared.length / filesTogether)
  const groups = Array.from({ length: count }, (_, group) => ({
    files: shared.filter((_, place) => place % count === group),
    share: true,
  }))
  const isLong = file => longest.includes(file)
  const alone = file => ({ files: [file], share: false })
  const first = [...apart.filter(isLong).map(alone), { files: samePort, share: true }]
  return [...first, ...groups, ...apart.filter(file => !isLong(file)).map(alone)]
}

export function longestFirst(files) {
  const place = file => (longest.includes(file) ? longest.indexOf(file) : longest.length)
  return [...files].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}

function canShare(file) {
  return alike.test(file) && !longest.includes(file) && !ofTheProcess.test(readFileSync(join(root, file), 'utf8'))
}

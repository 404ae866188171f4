// Programs of the system that StoryCanvas uses: found, installed through apt where that is allowed, or named.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { say } from './node.mjs'

/** What the product needs, and what its tests need besides. */
export const productPrograms = { ffmpeg: 'ffmpeg', ffprobe: 'ffmpeg', bwrap: 'bubblewrap' }
export const testPrograms = { ...productPrograms, chromium: 'chromium', xmllint: 'libxml2-utils' }
/** A second renderer that films are held against, with the plug-in that lays its tracks over one another. */
export const comparedPrograms = { melt: 'melt', 'cairoblend.so': 'frei0r-plugins' }

const pluginFolder = '/usr/lib/frei0r-1'

const found = name =>
  [...(process.env.PATH ?? '').split(delimiter), pluginFolder].some(folder => {
    try {
      accessSync(join(folder, name), folder === pluginFolder ? constants.R_OK : constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Installs what is missing where apt may be used without a question. Returns the packages that are still missing. */
export function ensurePrograms(programs) {
  const missing = () => [...new Set(Object.entries(programs).flatMap(([name, debian]) => (found(name) ? [] : [debian])))]
  const wanted = missing()
  const apt = wanted.length > 0 ? aptCommand() : null
  if (!apt) return wanted
  say(`installing ${wanted.join(', ')} with apt-get`)
  const run = args =>
    spawnSync(apt[0], [...apt.slice(1), 'apt-get', ...args], { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
  const install = ['install', '--yes', '--no-install-recommends', '-qq', ...wanted]
  process.env.DEBIAN_FRONTEND = 'noninteractive'
  const installed = run(install)
  if (!installed && run(['update', '-qq'])) run(install)
  return missing()
}

function aptCommand() {
  if (!found('apt-get')) return null
  if (process.getuid?.() === 0) return ['env']
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n', 'env'] : null
}

// npm run check: format, lint, types, layers, unused exports. Every failing check is shown; the exit code says whether any failed.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installPackages, pinnedNode, root } from './node.mjs'

installPackages()
const node = pinnedNode()
const bin = name => join(root, 'node_modules', name)
const checks = [
  ['format', bin('@biomejs/biome/bin/biome'), 'format', '--max-diagnostics=20', '.'],
  ['lint', bin('oxlint/bin/oxlint'), '--type-aware', '--quiet', '.'],
  ['types', bin('typescript/bin/tsc'), '--noEmit', '-p', '.'],
  ['types of e2e', bin('typescript/bin/tsc'), '--noEmit', '-p', 'e2e'],
  ['types of bench', bin('typescript/bin/tsc'), '--noEmit', '-p', 'bench'],
  ['types of the web app', bin('typescript/bin/tsc'), '--noEmit', '-p', 'apps/web'],
  ['layers', join(root, 'scripts/layers.mjs')],
  ['unused', bin('knip/bin/knip.js'), '--no-progress'],
]
const failed = checks.filter(([name, program, ...args]) => {
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync(node, [program, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  if (status !== 0) console.log(stdout + stderr)
  return status !== 0
})
process.exitCode = failed.length > 0 ? 1 : 0

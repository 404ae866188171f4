#!/usr/bin/env node
// Runs on any Node from 20 on: installs what is missing, then hands over to the pinned Node.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { environment, installPackages, pinnedNode } from '../../../scripts/node.mjs'
import { ensurePrograms, productPrograms } from '../../../scripts/programs.mjs'

try {
  installPackages()
  ensurePrograms(productPrograms)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const child = spawn(pinnedNode(), [main, ...process.argv.slice(2)], { env: environment, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))

// npm start: makes sure that everything is there, then runs the server.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment, installPackages, pinnedNode, root, say } from './node.mjs'
import { ensurePrograms, productPrograms } from './programs.mjs'
import { buildWeb } from './web.mjs'

try {
  installPackages()
  const missing = ensurePrograms(productPrograms)
  if (missing.length > 0)
    say(
      `not installed: ${missing.join(', ')}. Without them films cannot be rendered safely; on Debian and Ubuntu: sudo apt-get install ${missing.join(' ')}`,
    )
  buildWeb()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
const server = spawn(pinnedNode(), [join(root, 'apps/server/src/main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  env: environment,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
// npm does not hand on a signal that it gets itself: when it is gone, so are we.
const parent = process.ppid
const watch = setInterval(() => process.ppid !== parent && server.kill('SIGTERM'), 1000)
if (process.env.npm_lifecycle_event === undefined) clearInterval(watch)
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1)))

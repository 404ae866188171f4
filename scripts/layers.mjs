// Imports run downwards only: apps → packages, rooms → platform; packages know their own dependencies, nothing else.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { root } from './node.mjs'

const importPattern = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/g

/** The layer of a source file; a file may import from its own layer and from those that it names as below. */
const layers = [
  { name: 'packages/timeline', below: [] },
  { name: 'packages/placement', below: [] },
  { name: 'packages/api', below: [] },
  { name: 'packages/blobs', below: [] },
  { name: 'packages/comfyui', below: [] },
  { name: 'packages/media', below: ['packages/timeline'] },
  { name: 'apps/server/src/platform', below: ['packages/'] },
  { name: 'apps/server', below: ['packages/', 'apps/server/src/platform'] },
  { name: 'apps/cli', below: ['packages/', 'apps/server'] },
  { name: 'apps/web', below: ['packages/api', 'packages/timeline', 'examples'] },
]

/** The platform knows the shape of all tables and of the context, and nothing else of the rooms. */
const typeOnlyExceptions = new Set(['apps/server/src/tables.ts', 'apps/server/src/context.ts'])

/** Tests of the platform run against the whole server, and those of packages against a real database. */
const forTests = new Set([
  'apps/server/src/testing.ts',
  'apps/server/src/tables.ts',
  'apps/server/src/platform/embedded-postgres/testing.ts',
])

const sourceFiles = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
  .map(entry => relative(root, join(entry.parentPath, entry.name)))
  .filter(path => /^(packages|apps)\//.test(path) && !/node_modules|\/dist\//.test(path))

const layerOf = path => layers.find(({ name }) => path.startsWith(`${name}/`))
const packagePath = specifier =>
  specifier.replace(/^@storycanvas\/(\w+).*/, (_, name) =>
    name === 'server' || name === 'web' ? `apps/${name}/src/x` : `packages/${name}/src/x`,
  )

const wrong = sourceFiles.flatMap(path => {
  const layer = layerOf(path)
  return [...readFileSync(join(root, path), 'utf8').matchAll(importPattern)].flatMap(([, typeOnly, specifier]) => {
    const target = specifier.startsWith('.')
      ? relative(root, resolve(root, dirname(path), specifier))
      : specifier.startsWith('@storycanvas/')
        ? packagePath(specifier)
        : null
    if (target === null || !layer || layerOf(target) === layer) return []
    if (layer.below.some(below => target.startsWith(below))) return []
    if (typeOnly && typeOnlyExceptions.has(target)) return []
    if (path.endsWith('.test.ts') && forTests.has(target)) return []
    return [`${path} imports ${specifier}, which lies above or beside it`]
  })
})
if (wrong.length > 0) console.log(wrong.join('\n'))
process.exit(wrong.length > 0 ? 1 : 0)

import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { answerNotFound } from './errors.ts'

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
}

/** Addresses that belong to the API and never to a page. */
const notPages = /^\/(api|files|streams|docs|redoc|openapi\.json|metrics|livez|readyz)(\/|$|\?)/

/**
 * Serves the built web app from memory. Files with a hash in their name are cached for ever; every other address of a page
 * gets the entry document, since the router runs in the browser. Returns that document, or null where nothing has been
 * built.
 */
export async function serveWebApp(app: FastifyInstance, folder: string): Promise<string | null> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, Buffer>()
  for (const entry of names.filter(name => name.isFile())) {
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, path).split(sep).join('/')}`, await readFile(path))
  }
  const entry = files.get('/index.html')
  if (!entry) return null
  const small = packed()
  for (const [url, bytes] of files) {
    const type = types[url.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
    app.get(url, async (request, reply) => {
      reply.type(type).header('cache-control', url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      if (!mayPack(request, type, bytes)) return reply.send(bytes)
      return reply
        .header('vary', 'accept-encoding')
        .header('content-encoding', 'br')
        .send(await small(url, bytes))
    })
  }
  app.get('/', (_, reply) =>
    reply
      .type(types.html as string)
      .header('cache-control', 'no-cache')
      .send(entry),
  )
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !notPages.test(request.url) && (request.headers.accept ?? '').includes('text/html')
    if (!isPage) return answerNotFound(request, reply)
    return reply
      .code(200)
      .type(types.html as string)
      .header('cache-control', 'no-cache')
      .send(entry)
  })
  return entry.toString('utf8')
}

const worthPacking = 2048

const mayPack = ({ headers }: FastifyRequest, type: string, bytes: Buffer) =>
  bytes.length >= worthPacking &&
  /^text|json|svg/.test(type) &&
  /(^|,)\s*br\s*(,|$)/.test(headers['accept-encoding']?.toString() ?? '')

/** Each file is compressed once, beside the event loop, when it is first asked for: done anew for every visitor, it cost half a second. */
function packed() {
  const compress = promisify(brotliCompress)
  const done = new Map<string, Promise<Buffer>>()
  return (url: string, bytes: Buffer): Promise<Buffer> => {
    const known = done.get(url) ?? compress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    done.set(url, known)
    return known
  }
}

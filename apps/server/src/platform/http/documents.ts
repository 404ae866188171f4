import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { problems } from '@storycanvas/api'
import type { FastifyInstance, FastifyReply } from 'fastify'

const require = createRequire(import.meta.url)

/** These programs build their pages with inline styles and workers; scripts still come from us alone. */
const documentPolicy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; frame-ancestors 'none'"

/** `/openapi.json`, the interactive page at `/docs`, the reference at `/redoc`, and what the problem codes mean. */
export async function serveDocuments(app: FastifyInstance, document: object): Promise<void> {
  const text = JSON.stringify(document)
  app.get('/openapi.json', (_, reply) => reply.type('application/json; charset=utf-8').send(text))

  const swagger = dirname(require.resolve('swagger-ui-dist/package.json'))
  const redoc = dirname(require.resolve('redoc/package.json'))
  const files = {
    '/docs/assets/swagger-ui.css': [join(swagger, 'swagger-ui.css'), 'text/css'],
    '/docs/assets/swagger-ui.js': [join(swagger, 'swagger-ui-bundle.js'), 'text/javascript'],
    '/docs/assets/redoc.js': [join(redoc, 'bundles', 'redoc.standalone.js'), 'text/javascript'],
  } as const
  for (const [url, [path, type]] of Object.entries(files))
    app.get(url, async (_, reply) => {
      reply.header('cache-control', 'public, max-age=86400').type(`${type}; charset=utf-8`)
      return reply.send(await readFile(path))
    })
  const script = (url: string, source: string) =>
    app.get(url, (_, reply) => reply.type('text/javascript; charset=utf-8').send(source))
  script(
    '/docs/assets/docs.js',
    `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', deepLinking: true, tryItOutEnabled: true })`,
  )
  script(
    '/docs/assets/reference.js',
    `Redoc.init('/openapi.json', { hideDownloadButton: false }, document.getElementById('page'))`,
  )

  app.get('/docs', (_, reply) =>
    page(
      reply,
      'StoryCanvas API',
      `<link rel="stylesheet" href="/docs/assets/swagger-ui.css"><div id="page"></div>
<script src="/docs/assets/swagger-ui.js"></script><script src="/docs/assets/docs.js"></script>`,
    ),
  )
  app.get('/redoc', (_, reply) =>
    page(
      reply,
      'StoryCanvas API reference',
      '<div id="page"></div><script src="/docs/assets/redoc.js"></script><script src="/docs/assets/reference.js"></script>',
    ),
  )
  app.get('/docs/problems', (_, reply) => page(reply, 'StoryCanvas API problems', problemList()))
}

function page(reply: FastifyReply, title: string, body: string) {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', documentPolicy)
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>${body}</html>`,
    )
}

function problemList() {
  const rows = Object.entries(problems).map(
    ([code, { status, title, remedy }]) =>
      `<tr id="${code}"><td><code>${code}</code><td>${status}<td>${title}<td>${remedy.replaceAll('`', '')}`,
  )
  return `<h1>Problems</h1><table><tr><th>code<th>status<th>meaning<th>what to do${rows.join('')}</table>`
}

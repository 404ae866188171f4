import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { escaped, sharedVideo, type SharedVideo } from './shared.ts'

type Params = { id: string }

/** The pages of a video with what other sites read of them, and the player that other pages may put into theirs. */
export function serveVideoPages(
  app: FastifyInstance,
  parts: Pick<Context, 'database' | 'grants' | 'config'>,
  entry: string,
): void {
  for (const place of ['watch', 'embed'] as const)
    app.get<{ Params: Params }>(`/${place}/:id`, async (request, reply) => {
      const video = await sharedVideo(parts, request.params.id)
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache')
      if (place === 'embed') {
        // The one page that may stand in a frame: it shows what its viewer may see anyway, and nothing to be clicked by mistake.
        const policy = String(reply.getHeader('content-security-policy') ?? '')
        reply.header('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'))
        reply.removeHeader('x-frame-options')
      }
      return reply.send(video ? entry.replace('</head>', () => `${headOf(video, parts.config.publicUrl)}</head>`) : entry)
    })
}

/** OpenGraph (https://ogp.me) and the way to oEmbed. */
function headOf({ title, description, page, embed, poster, width, height, durationMs }: SharedVideo, publicUrl: string): string {
  const said = description.slice(0, 300) || title
  const properties: [string, string | number | null][] = [
    ['og:type', 'video.other'],
    ['og:site_name', 'StoryCanvas'],
    ['og:title', title],
    ['og:description', said],
    ['og:url', page],
    ['og:image', poster],
    ['og:video', embed],
    ['og:video:type', 'text/html'],
    ['og:video:width', width],
    ['og:video:height', height],
    ['video:duration', Math.round(durationMs / 1000)],
  ]
  const metas = properties.flatMap(([name, value]) =>
    value === null ? [] : [`<meta property="${name}" content="${escaped(String(value))}">`],
  )
  const oembed = `${publicUrl}/api/v1/oembed?url=${encodeURIComponent(page)}`
  return `${metas.join('')}<meta name="twitter:card" content="player"><link rel="alternate" type="application/json+oembed" href="${escaped(oembed)}" title="${escaped(title)}">`
}

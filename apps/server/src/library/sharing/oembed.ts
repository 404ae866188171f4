import type { Context } from '../../context.ts'
import { notFound } from '../../platform/http/problem.ts'
import { escaped, sharedVideo } from './shared.ts'

type Query = { url: string; maxwidth: number; maxheight: number }

/** oEmbed 1.0 (https://oembed.com): how another site shows the player of a page of ours. */
export async function oEmbed(parts: Pick<Context, 'database' | 'grants' | 'config'>, { url, maxwidth, maxheight }: Query) {
  const address = URL.parse(url)
  const id = /^\/(?:watch|embed)\/([0-9a-f-]{36})\/?$/.exec(address?.pathname ?? '')?.[1]
  const isOurs = address?.origin === new URL(parts.config.publicUrl).origin
  const video = isOurs && id ? await sharedVideo(parts, id) : null
  if (!video) throw notFound()
  const scale = Math.min(maxwidth / video.width, maxheight / video.height)
  const [width, height] = [Math.round(video.width * scale), Math.round(video.height * scale)]
  return {
    ...{ version: '1.0' as const, type: 'video' as const, provider_name: 'StoryCanvas', provider_url: parts.config.publicUrl },
    ...{ title: video.title, author_name: video.ownerName, width, height },
    html: `<iframe src="${escaped(video.embed)}" title="${escaped(video.title)}" width="${width}" height="${height}" allow="fullscreen; picture-in-picture" style="border:0"></iframe>`,
    thumbnail_url: video.poster,
  }
}

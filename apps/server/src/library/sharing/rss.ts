import type { Context } from '../../context.ts'
import { escaped, newestPublic } from './shared.ts'

const most = 50

/** RSS 2.0 of the newest public videos. */
export async function videoFeed(
  parts: Pick<Context, 'database' | 'grants' | 'config'>,
  ownerId: string | undefined,
): Promise<string> {
  const videos = await newestPublic(parts, ownerId, most)
  const by = ownerId && videos[0] ? ` by ${videos[0].ownerName}` : ''
  const items = videos.map(
    ({ id, title, description, page, poster, durationMs, createdAt, ownerName }) => `
  <item>
    <title>${escaped(title)}</title>
    <link>${escaped(page)}</link>
    <guid isPermaLink="false">${id}</guid>
    <pubDate>${new Date(createdAt).toUTCString()}</pubDate>
    <dc:creator>${escaped(ownerName)}</dc:creator>
    <description>${escaped(description)}</description>
    <itunes:duration>${Math.round(durationMs / 1000)}</itunes:duration>${
      poster
        ? `
    <media:thumbnail url="${escaped(poster)}"/>`
        : ''
    }
  </item>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel>
  <title>${escaped(`Videos${by}`)}</title>
  <link>${escaped(parts.config.publicUrl)}</link>
  <description>${escaped(`The newest videos${by}`)}</description>${items.join('')}
</channel>
</rss>
`
}

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { v7 as uuid } from 'uuid'
import { createTestServer, refusedWith } from '../../testing.ts'
import { serveVideoPages } from './pages.ts'

const server = await createTestServer({ PUBLIC_URL: 'https://films.example.org' })
after(() => server[Symbol.asyncDispose]())
const { owner, context, anonymous } = server

async function add(title: string, visibility: 'public' | 'unlisted' | 'private') {
  const id = uuid()
  await context.database
    .insertInto('video')
    .values({
      ...{ id, ownerId: owner.id, projectId: null, renderId: null, jobId: null, title, description: 'A & B', visibility },
      ...{
        sourceHash: '0'.repeat(64),
        sourceBytes: 1,
        captions: null,
        presentation: '{}',
        width: 1920,
        height: 1080,
        durationMs: 61_000,
      },
    })
    .execute()
  return id
}
const shown = await add('"Night" <train>', 'public')
const hidden = await add('Nobody’s', 'private')
const linked = await add('By its link', 'unlisted')
const costly = await add('$$ and $& for $1 $`', 'unlisted')

test('other sites learn how to show the player, of what is not private', async () => {
  const url = `https://films.example.org/watch/${shown}`
  const answer = await anonymous.getOEmbed({ query: { url, maxwidth: 640 } })
  assert.partialDeepStrictEqual(answer, { type: 'video', title: '"Night" <train>', width: 640, height: 360 })
  assert.match(answer.html, /src="https:\/\/films\.example\.org\/embed\/.*title="&quot;Night&quot; &lt;train&gt;"/)
  await refusedWith('not-found', anonymous.getOEmbed({ query: { url: `https://films.example.org/watch/${hidden}` } }))
  await refusedWith('not-found', anonymous.getOEmbed({ query: { url: `https://other.example.org/watch/${shown}` } }))
})

test('the feed holds what is public, escaped', async () => {
  const text = await (await anonymous.getVideoFeed({ query: { ownerId: owner.id } })).text()
  assert.match(text, /<title>&quot;Night&quot; &lt;train&gt;<\/title>/)
  assert.ok(!text.includes('Nobody') && !text.includes(linked))
})

test('pages tell crawlers of a video, and only the player may stand in a frame', async () => {
  const app = Fastify()
  app.addHook(
    'onRequest',
    async (_, reply) => void reply.header('content-security-policy', "default-src 'self';frame-ancestors 'none'"),
  )
  serveVideoPages(app, context, '<html><head></head></html>')
  const page = await app.inject(`/watch/${shown}`)
  assert.match(page.body, /<meta property="og:title" content="&quot;Night&quot; &lt;train&gt;">/)
  assert.match(page.body, /application\/json\+oembed/)
  assert.match(String(page.headers['content-security-policy']), /frame-ancestors 'none'/)
  assert.ok((await app.inject(`/watch/${costly}`)).body.includes('property="og:title" content="$$ and $&amp; for $1 $`"'))
  const embedded = await app.inject(`/embed/${linked}`)
  assert.match(String(embedded.headers['content-security-policy']), /frame-ancestors \*/)
  for (const id of [hidden, uuid(), "x'--"]) assert.ok(!(await app.inject(`/watch/${id}`)).body.includes('og:'))
  await app.close()
})

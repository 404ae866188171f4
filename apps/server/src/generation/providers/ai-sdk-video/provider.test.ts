import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { createOutgoing } from '../../../platform/outgoing/client.ts'
import { parseLocalServers } from '../../../platform/outgoing/target.ts'
import { fetchBytes } from '../bytes.ts'
import { ProviderError, type ProviderLook, type ProviderRequest } from '../provider.ts'
import { type VideoServiceName, videoServices } from './models.ts'
import { createVideoService } from './provider.ts'
import { type FilmServicesDouble, startFilmServicesDouble } from './testing.ts'

const films = { 'text-to-video': 'studio/words', 'image-to-video': 'studio/picture' } as const
const names = Object.keys(videoServices) as VideoServiceName[]

describe('films by models that the AI SDK knows', () => {
  let service: FilmServicesDouble
  before(async () => {
    service = await startFilmServicesDouble(Buffer.from('a film'))
  })
  after(() => service[Symbol.asyncDispose]())
  beforeEach(() => {
    for (const list of [service.starts, service.wrongStarts, service.looks, service.keysAtFilms]) list.length = 0
    service.filmsAt.origin = ''
  })

  const open = (name: VideoServiceName) => {
    const localServers = parseLocalServers([service.hostPort])
    const access = { outgoing: createOutgoing(), localServers, baseUrl: service.baseUrl, authorization: 'Secret of mine' }
    return createVideoService(name, access, { model: films, price: 100, seconds: 8 })
  }
  const request = (more: Partial<ProviderRequest> = {}): ProviderRequest => ({
    ...{ kind: 'text-to-video', preset: 'p', prompt: 'A fox', negativePrompt: '', width: null, height: null, aspect: 16 / 9 },
    ...{ seed: 1, pictures: [], inputs: {}, ...more },
  })
  const submit = (name: VideoServiceName, more?: Partial<ProviderRequest>) =>
    open(name).submit({ id: randomUUID(), request: request(more) })
  const refused = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => assert.fail('it was taken'),
      (thrown: unknown) => thrown,
    )
    assert.ok(error instanceof ProviderError, String(error))
    return [error.kind, error.retry]
  }

  for (const name of names) {
    const look = async (): Promise<ProviderLook> => open(name).look({ id: randomUUID(), remoteId: await submit(name) })

    test(`${name}: a film is begun, looked at by what was stored, and fetched`, async () => {
      const remoteId = await submit(name)
      const provider = open(name)
      const key = { id: randomUUID(), remoteId }
      service.looks.push('pending')
      assert.equal((await provider.look(key)).kind, 'running')
      const done = await provider.look(key)
      assert.ok(done.kind === 'done')
      assert.equal(done.costMicros, name === 'xai' ? 560_001 : undefined)
      const [film] = done.outputs
      assert.ok(film)
      assert.equal(String(await fetchBytes(provider, film, { maxBytes: 100 })), 'a film')
      const [{ body, key: sent } = { body: {}, key: '' }] = service.starts
      assert.deepEqual([service.starts.length, sent, service.keysAtFilms], [1, 'Secret of mine', [undefined]])
      assert.match(JSON.stringify(body), /A fox/)
      await assert.rejects(fetchBytes(provider, film, { maxBytes: 2 }))
    })

    test(`${name}: a picture goes along, to the model that takes one`, async () => {
      const pictures = [{ role: 'image', mediaType: 'image/png', bytes: Buffer.from('picture') }] as const
      await submit(name, { kind: 'image-to-video', pictures })
      const [start] = service.starts
      assert.match(JSON.stringify(start), /data:image\/png;base64,cGljdHVyZQ==/)
      assert.match(JSON.stringify(start), /studio\/picture/)
    })

    test(`${name}: what a start that went wrong means for the money`, async () => {
      service.wrongStarts.push('lost-reply', 'nonsense', 500, 429, 400)
      assert.deepEqual(await refused(submit(name)), ['unclear', 'anywhere'])
      assert.deepEqual(await refused(submit(name)), ['unclear', 'anywhere'])
      assert.deepEqual(await refused(submit(name)), ['unclear', 'anywhere'])
      assert.deepEqual(await refused(submit(name)), ['not-there', 'anywhere'])
      assert.deepEqual(await refused(submit(name)), ['not-there', 'nowhere'])
    })

    test(`${name}: a look that says nothing is no answer; one that says no is told`, async () => {
      service.looks.push(503, 'page', 'failed', 'gone')
      assert.deepEqual(await refused(look()), ['no-answer', 'anywhere'])
      assert.deepEqual(await refused(look()), ['no-answer', 'anywhere'])
      const failed = await look()
      assert.ok(failed.kind === 'failed' && failed.failure.message.includes('Not this.'), JSON.stringify(failed))
      assert.equal((await look()).kind, 'unknown')
    })

    test(`${name}: nothing is asked of an address that an answer names`, async () => {
      const stolen = name === 'xai' ? null : JSON.stringify({ getUrl: elsewhere, responseUrl: elsewhere, submitUrl: elsewhere })
      if (stolen)
        assert.deepEqual(await refused(open(name).look({ id: randomUUID(), remoteId: stolen })), ['no-answer', 'anywhere'])
      service.filmsAt.origin = 'http://127.0.0.1:1'
      const done = await look()
      assert.ok(done.kind === 'done' && done.outputs[0])
      assert.deepEqual(await refused(fetchBytes(open(name), done.outputs[0], { maxBytes: 100 })), ['no-answer', 'anywhere'])
    })
  }
})

const elsewhere = 'https://elsewhere.example/v1/film'

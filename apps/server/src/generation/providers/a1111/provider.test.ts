import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { createOutgoing } from '../../../platform/outgoing/client.ts'
import { fetchBytes } from '../bytes.ts'
import { type Provider, ProviderError, type ProviderRequest } from '../provider.ts'
import { createA1111 } from './provider.ts'
import { startWebUiDouble, type WebUiDouble } from './testing.ts'

describe('a Stable Diffusion web UI', () => {
  const picture = Buffer.from('a picture')
  let ui: WebUiDouble
  let provider: Provider
  before(async () => {
    ui = await startWebUiDouble(picture)
  })
  after(() => ui[Symbol.asyncDispose]())
  beforeEach(() => {
    ui.tasks.length = 0
    const localServers = new Set([ui.hostPort])
    provider = createA1111({ outgoing: createOutgoing(), localServers, baseUrl: ui.baseUrl, authorization: 'Basic dTpw' })
  })

  const request = (more: Partial<ProviderRequest> = {}): ProviderRequest => ({
    ...{ kind: 'text-to-image', preset: 'web-ui', prompt: 'a lamp', negativePrompt: 'blur', width: null, height: null },
    ...{ aspect: 16 / 9, seed: 42, pictures: [], inputs: {}, ...more },
  })
  const given = (role: 'image' | 'mask' | 'control') => ({ role, mediaType: 'image/png', bytes: Buffer.from(role) })
  const draw = async (wish: ProviderRequest) => {
    const id = randomUUID()
    const look = await provider.look({ id, remoteId: await provider.submit({ id, request: wish }) })
    assert.ok(look.kind === 'done' && look.outputs[0])
    return { id, bytes: await fetchBytes(provider, look.outputs[0], { maxBytes: 1000 }), task: ui.tasks.at(-1) }
  }
  const base64 = (text: string) => Buffer.from(text).toString('base64')

  test('draws from words with the seed, under our id, and gives the picture without the maps behind it', async () => {
    const { id, bytes, task } = await draw(request())
    assert.deepEqual(bytes, picture)
    const { force_task_id, seed, negative_prompt, width, height } = task?.body ?? {}
    assert.deepEqual([task?.path, force_task_id, seed, negative_prompt], ['/sdapi/v1/txt2img', id, 42, 'blur'])
    assert.deepEqual([Number(width) % 64, Number(height) % 64], [0, 0])
    assert.deepEqual([...ui.authorizations], ['Basic dTpw'])
  })

  test('draws from a picture, and within a mask', async () => {
    const { task } = await draw(request({ kind: 'inpaint', pictures: [given('image'), given('mask')] }))
    assert.equal(task?.path, '/sdapi/v1/img2img')
    assert.deepEqual([task.body['init_images'], task.body['mask']], [[base64('image')], base64('mask')])
  })

  test('guides with ControlNet, in the shape that each of both takes', async () => {
    for (const [options, image] of [
      [{}, base64('control')],
      [{ forge_preset: 'sd' }, { image: base64('control'), mask: null }],
    ] as const) {
      ui.options = options
      const { task } = await draw(request({ kind: 'controlnet', pictures: [given('control')] }))
      const scripts = task?.body['alwayson_scripts'] as { controlnet: { args: { image: unknown; model: string }[] } }
      assert.deepEqual(scripts.controlnet.args[0]?.image, image)
      assert.equal(scripts.controlnet.args[0]?.model, 'control_canny [1]')
    }
  })

  test('tells how far it is while it runs, and interrupts only what is ours', async () => {
    ui.next.push('holds')
    const id = randomUUID()
    await provider.submit({ id, request: request() })
    assert.deepEqual(await provider.look({ id, remoteId: id }), { kind: 'running', progress: 0.5 })
    await provider.cancel({ id: randomUUID(), remoteId: null })
    assert.equal(ui.interrupted, 0)
    await provider.cancel({ id, remoteId: id })
    assert.equal(ui.interrupted, 1)
  })

  test('after a restart a task that runs is found by our id, and one whose answer is lost is known to be gone', async () => {
    ui.next.push('holds')
    const id = randomUUID()
    await provider.submit({ id, request: request() })
    const another = createA1111({
      outgoing: createOutgoing(),
      localServers: new Set([ui.hostPort]),
      baseUrl: ui.baseUrl,
      authorization: '',
    })
    assert.equal((await another.look({ id, remoteId: id })).kind, 'running')
    ui.tasks[0]?.finish()
    assert.equal((await another.look({ id, remoteId: id })).kind, 'unknown')
  })

  test('says what went wrong: not begun, or not known', async () => {
    const fails = async (how: WebUiDouble['next'][number], kind: ProviderError['kind']) => {
      ui.next.push(how)
      await assert.rejects(provider.submit({ id: randomUUID(), request: request() }), (error: unknown) => {
        assert.ok(error instanceof ProviderError)
        assert.equal(error.kind, kind, how)
        return true
      })
    }
    await fails('500', 'not-there')
    await fails('lost-reply', 'unclear')
    await fails('truncated', 'unclear')
    await fails('no-picture', 'unclear')
  })
})

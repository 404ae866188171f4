import assert from 'node:assert/strict'
import { test } from 'node:test'
import { follow } from '../follow.ts'
import { newAttemptId } from '../server/attempt-id.ts'
import { ServerError } from '../server/failure.ts'
import type { Output } from '../server/output.ts'
import { pictureGraph, withComfy, type ComfyWorld } from '../testing/with-comfy.ts'
import { collectOutputs } from './outputs.ts'
import { manyOutputs, hostileOutputs } from '../testing/hostile.ts'

async function onePicture({ server, clock }: ComfyWorld): Promise<Output> {
  const id = newAttemptId()
  await server.submit({ id, graph: pictureGraph() })
  const end = await follow(server, { id }, { clock })
  assert.ok(end.kind === 'finished')
  const [output] = end.outputs
  assert.ok(output)
  return output
}

const bytesOf = async (world: ComfyWorld, output: Output, maxBytes = 1e6) => {
  const { stream } = await world.server.download(output, { maxBytes })
  return Buffer.concat((await stream.toArray()) as Buffer[])
}

test('a result comes whole, with its size', () =>
  withComfy({}, async world => {
    const output = await onePicture(world)
    const { stream, size, type } = await world.server.download(output, { maxBytes: 1e6 })
    const bytes = Buffer.concat((await stream.toArray()) as Buffer[])
    assert.deepEqual([bytes.byteLength, type, bytes.toString('latin1', 1, 4)], [size, 'image/png', 'PNG'])
  }))

const troubles = [
  ['cut', 'truncated'],
  ['gone', 'lost'],
  ['endless', 'answer-too-large'],
  ['error', 'broken-answer'],
] as const
for (const [fault, kind] of troubles) {
  test(`a download with ${fault} is ${kind}, and works the next time`, () =>
    withComfy({}, async world => {
      const output = await onePicture(world)
      world.test.faults.order('view', fault)
      await assert.rejects(
        bytesOf(world, output),
        (error: unknown) => error instanceof ServerError && error.failure.kind === kind,
      )
      assert.ok((await bytesOf(world, output)).byteLength > 100)
    }))
}

test('a file larger than its limit is refused before it comes', () =>
  withComfy({}, async world => {
    const output = await onePicture(world)
    await assert.rejects(
      world.server.download(output, { maxBytes: 10 }),
      (error: unknown) => error instanceof ServerError && error.failure.kind === 'answer-too-large',
    )
  }))

test('a download that stalls ends when its caller has had enough', () =>
  withComfy({}, async world => {
    const output = await onePicture(world)
    world.test.faults.order('view', 'stalled')
    const { stream } = await world.server.download(output, { maxBytes: 1e6, signal: AbortSignal.timeout(50) })
    await assert.rejects(stream.toArray())
  }))

test('files that the server has thrown away are lost', () =>
  withComfy({}, async world => {
    const output = await onePicture(world)
    world.test.deleteOutputs()
    await assert.rejects(
      world.server.download(output, { maxBytes: 1e6 }),
      (error: unknown) => error instanceof ServerError && error.failure.kind === 'lost',
    )
  }))

test('names that lead out of the server’s folders are no results', () =>
  withComfy({}, async world => {
    world.test.faults.order('outputs', 'hostile-names')
    const id = newAttemptId()
    await world.server.submit({ id, graph: pictureGraph() })
    const end = await follow(world.server, { id }, { clock: world.clock })
    assert.deepEqual(end.kind === 'finished' && end.outputs.filter(({ kind }) => kind === 'file'), [])
    assert.ok(collectOutputs(hostileOutputs).every(output => output.kind === 'text' && output.text.length <= 20_000))
    assert.equal(collectOutputs(manyOutputs()).length, 2000)
  }))

test('results of every kind of node are collected', () => {
  const file = (filename: string) => ({ filename, subfolder: 'v', type: 'output' })
  const outputs = collectOutputs({
    1: { images: [file('a.png')] },
    2: { images: [file('b.mp4')], animated: [true] },
    3: { gifs: [{ ...file('c.webm'), format: 'video/webm', fullpath: '/x/c.webm' }] },
    4: { audio: [file('d.flac')] },
    5: { '3d': [file('e.glb')], text: ['f'] },
    6: { images: [{ filename: 'g.png', subfolder: '', type: 'temp' }] },
  })
  const shown = outputs.map(output =>
    output.kind === 'file'
      ? `${output.nodeId} ${output.medium}${output.isKept ? '' : ' temp'}`
      : `${output.nodeId} ${output.text}`,
  )
  assert.deepEqual(shown, ['1 image', '2 video', '3 video', '4 audio', '5 other', '5 f', '6 image temp'])
})

test('a picture that is sent is there for graphs, under the name that the server gives it', () =>
  withComfy({}, async ({ server, clock }) => {
    const first = await server.upload({ name: '../../Böse Namen?.png', bytes: Buffer.from('1'), type: 'image/png\r\nx: y' })
    assert.match(first, /^[\w.-]+\.png$/)
    assert.equal(await server.upload({ name: 'a.png', bytes: Buffer.from('1'), type: 'image/png' }), 'a.png')
    assert.equal(await server.upload({ name: 'a.png', bytes: Buffer.from('1'), type: 'image/png' }), 'a.png')
    assert.equal(await server.upload({ name: 'a.png', bytes: Buffer.from('2'), type: 'image/png' }), 'a (1).png')
    const id = newAttemptId()
    const graph = {
      load: { class_type: 'LoadImage', inputs: { image: 'a (1).png' } },
      save: { class_type: 'SaveImage', inputs: { images: ['load', 0], filename_prefix: 'x' } },
    } as const
    await server.submit({ id, graph })
    assert.equal((await follow(server, { id }, { clock })).kind, 'finished')
  }))

test('a picture that is too large for the server is refused', () =>
  withComfy({ maxUpload: 1000 }, async ({ server }) => {
    await assert.rejects(
      server.upload({ name: 'a.png', bytes: Buffer.alloc(5000), type: 'image/png' }),
      (error: unknown) => error instanceof ServerError && ['refused', 'no-answer'].includes(error.failure.kind),
    )
  }))

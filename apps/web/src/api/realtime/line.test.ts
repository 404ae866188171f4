import type { ServerFrame } from '@storycanvas/api'
import { expect, test, vi } from 'vitest'
import { createLine, type LineParts, type Socket } from './line.ts'

/** A server on the other end of the line, with a clock that moves when told to. */
function otherEnd(parts: Partial<LineParts> = {}) {
  const sockets: (Omit<Socket, 'readyState'> & { sent: unknown[]; readyState: number })[] = []
  const waiting: (() => void)[] = []
  const onEvent = vi.fn()
  const onReset = vi.fn()
  const onHeard = vi.fn()
  const line = createLine({
    open: () => {
      const sent: unknown[] = []
      const socket = {
        sent,
        readyState: 1,
        send: (text: string) => void sent.push(JSON.parse(text)),
        close: vi.fn(),
        onopen: null,
        onmessage: null,
        onclose: null,
      }
      sockets.push(socket)
      return Promise.resolve(socket)
    },
    later: (work, ms) => {
      if (ms < 20_000) waiting.push(work)
      return () => {}
    },
    onEvent,
    onReset,
    onHeard,
    onState: () => {},
    ...parts,
  })
  const last = () => sockets.at(-1)!
  return {
    line,
    sockets,
    onEvent,
    onReset,
    onHeard,
    last,
    async opened() {
      await vi.waitFor(() => expect(last().onopen).not.toBeNull())
      last().onopen?.()
    },
    says: (frame: ServerFrame) => last().onmessage?.({ data: JSON.stringify(frame) }),
    waits: () => waiting.splice(0).forEach(work => work()),
  }
}

const changed = { kind: 'changed', what: 'panel', id: 'p1', projectId: 'x' } as const

test('nothing is said to a line that is closing; it is said on the next one', async () => {
  const end = otherEnd()
  end.line.listen('project:x')
  await end.opened()
  const closing = end.last()
  closing.readyState = 2
  end.line.listen('user:u')
  expect(closing.sent).toEqual([{ type: 'subscribe', topic: 'project:x' }])
  closing.onclose?.()
  end.waits()
  await vi.waitFor(() => expect(end.sockets).toHaveLength(2))
  await end.opened()
  expect(end.last().sent).toContainEqual({ type: 'subscribe', topic: 'user:u' })
})

test('a topic that two parts want is subscribed once and given up by the last of them', async () => {
  const end = otherEnd()
  const first = end.line.listen('project:x')
  const second = end.line.listen('project:x')
  await end.opened()
  end.line.listen('user:u')
  first()
  second()
  expect(end.last().sent).toEqual([
    { type: 'subscribe', topic: 'project:x' },
    { type: 'subscribe', topic: 'user:u' },
    { type: 'unsubscribe', topic: 'project:x' },
  ])
})

test('after a dropped line each topic goes on behind what was seen last', async () => {
  const end = otherEnd()
  end.line.listen('project:x')
  await end.opened()
  end.says({ type: 'subscribed', topic: 'project:x', sequence: 4 })
  end.says({ type: 'event', topic: 'project:x', sequence: 5, event: changed })
  end.last().onclose?.()
  end.waits()
  await vi.waitFor(() => expect(end.sockets).toHaveLength(2))
  await end.opened()
  expect(end.last().sent).toEqual([{ type: 'subscribe', topic: 'project:x', after: 5 }])
  end.says({ type: 'subscribed', topic: 'project:x', sequence: 5 })
  expect(end.onHeard).toHaveBeenCalledTimes(1)
})

test('an event that comes twice is heard once', async () => {
  const end = otherEnd()
  end.line.listen('project:x')
  await end.opened()
  end.says({ type: 'event', topic: 'project:x', sequence: 5, event: changed })
  end.says({ type: 'event', topic: 'project:x', sequence: 5, event: changed })
  expect(end.onEvent).toHaveBeenCalledTimes(1)
})

test('a reset is passed on, and the line goes on from there', async () => {
  const end = otherEnd()
  end.line.listen('project:x')
  await end.opened()
  end.says({ type: 'reset', topic: 'project:x', sequence: 90 })
  end.says({ type: 'event', topic: 'project:x', sequence: 89, event: changed })
  expect(end.onReset).toHaveBeenCalledWith('project:x')
  expect(end.onEvent).not.toHaveBeenCalled()
})

test('a server that cannot be reached is tried again', async () => {
  const open = vi.fn<LineParts['open']>().mockRejectedValue(new TypeError('offline'))
  const end = otherEnd({ open })
  end.line.listen('project:x')
  await vi.waitFor(() => expect(open).toHaveBeenCalledTimes(1))
  await Promise.resolve()
  await vi.waitFor(() => {
    end.waits()
    expect(open).toHaveBeenCalledTimes(2)
  })
})

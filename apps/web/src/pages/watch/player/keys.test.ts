import { expect, test, vi } from 'vitest'
import { watchKey } from './keys.ts'

const media = () => ({
  currentTime: 100,
  duration: 200,
  volume: 0.5,
  muted: false,
  paused: true,
  playbackRate: 1,
  play: vi.fn(() => Promise.resolve()),
  pause: vi.fn(),
})
const page = () => ({ toggleFullscreen: vi.fn(), toggleCaptions: vi.fn() })

test.each([
  ['j', 90],
  ['L', 110],
  ['ArrowLeft', 95],
  ['ArrowRight', 105],
  ['0', 0],
  ['7', 140],
])('%s goes to second %d', (key, second) => {
  const video = media()
  expect(watchKey(key, video, page())).toBe(true)
  expect(video.currentTime).toBe(second)
})

test('seeking stays inside the video', () => {
  const video = { ...media(), currentTime: 198 }
  watchKey('l', video, page())
  expect(video.currentTime).toBe(200)
})

test('speed goes by steps and stops at the fastest', () => {
  const video = { ...media(), playbackRate: 1.75 }
  watchKey('>', video, page())
  watchKey('>', video, page())
  expect(video.playbackRate).toBe(2)
})

test('playing, muting, full screen and captions; other keys mean nothing', () => {
  const video = media()
  const around = page()
  watchKey('k', video, around)
  watchKey('m', video, around)
  watchKey('f', video, around)
  watchKey('c', video, around)
  expect(video.play).toHaveBeenCalledOnce()
  expect(video.muted).toBe(true)
  expect(around.toggleFullscreen).toHaveBeenCalledOnce()
  expect(around.toggleCaptions).toHaveBeenCalledOnce()
  expect(watchKey('x', video, around)).toBe(false)
})

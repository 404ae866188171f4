import type { Programme, Sound } from '../programme.ts'
import type { Transport } from '../transport.ts'
import { createBuffers } from './buffers.ts'
import { gainAt, rampsFrom, soundsNear } from './envelope.ts'

/** How far ahead sounds are handed to the audio clock, in seconds. */
const AHEAD_SECONDS = 1.5
/** The wheel was turned by hand when it is this far from where its sound is. */
const JUMPED_SECONDS = 0.12

type Playing = { source: AudioBufferSourceNode; gain: GainNode }
/** Where the audio clock stood when the wheel was at a frame, turning at a speed. */
type Sync = { frame: number; at: number; speed: number }

/**
 * Plays the sounds of a programme along with its wheel. Each is started by the audio clock at its own sample, so that cuts
 * in one piece of music are not heard; backwards nothing is.
 */
export function createLoudspeaker(transport: Transport, context: AudioContext) {
  let programme: Programme | null = null
  let sync: Sync | null = null
  const playing = new Map<string, Playing>()
  const buffers = createBuffers(() => follow())

  const silence = () => {
    for (const { source, gain } of playing.values()) {
      source.stop()
      gain.disconnect()
    }
    playing.clear()
    sync = null
  }

  function follow() {
    const speed = transport.speed()
    if (!programme || speed <= 0) return silence()
    if (context.state === 'suspended') void context.resume()
    const frame = transport.exactFrame()
    const perSecond = (programme.rate.num / programme.rate.den) * speed
    const heard = sync && sync.frame + (context.currentTime - sync.at) * perSecond
    if (heard === null || sync?.speed !== speed || Math.abs(heard - frame) > JUMPED_SECONDS * perSecond) {
      silence()
      sync = { frame, at: context.currentTime, speed }
    }
    const now = heard !== null && sync?.speed === speed ? Math.max(heard, frame) : frame
    for (const sound of soundsNear(programme.sounds, now, AHEAD_SECONDS * perSecond)) start(sound, now, perSecond)
  }

  function start(sound: Sound, frame: number, perSecond: number) {
    const buffer = buffers(sound.url, sound.seconds)
    if (playing.has(sound.id) || !buffer || !sync || sound.speed <= 0) return
    // Where the source begins later than the sound, as in a crossfade without a handle, it is waited for.
    const perFrame = (sound.speed * sync.speed) / perSecond
    const first = Math.max(frame, sound.start, sound.start - sound.fromSeconds / perFrame)
    if (first >= sound.end) return
    const { at, frame: origin } = sync
    const timeOf = (frame: number) => Math.max(context.currentTime, at + (frame - origin) / perSecond)
    const source = new AudioBufferSourceNode(context, { buffer, playbackRate: sound.speed * sync.speed })
    const gain = new GainNode(context, { gain: gainAt(sound, first) })
    for (const { from, to, values } of rampsFrom(sound, first)) {
      const step = (to - from) / (values.length - 1)
      gain.gain.setValueAtTime(values[0] ?? 0, timeOf(from))
      for (const [point, value] of values.entries()) gain.gain.linearRampToValueAtTime(value, timeOf(from + point * step))
    }
    source.connect(gain).connect(context.destination)
    const offset = sound.fromSeconds + (first - sound.start) * perFrame
    source.start(timeOf(first), offset)
    source.stop(timeOf(sound.end))
    const started = { source, gain }
    source.onended = () => playing.get(sound.id) === started && playing.delete(sound.id)
    playing.set(sound.id, started)
  }

  const unsubscribe = transport.subscribe(follow)
  return {
    /** What is heard from now on; whatever sounded starts anew where it is. */
    load(next: Programme) {
      programme = next
      silence()
      follow()
    },
    async close() {
      unsubscribe()
      silence()
      await context.close()
    },
  }
}

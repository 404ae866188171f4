import type shakaType from 'shaka-player/dist/shaka-player.compiled-es2021.js'

export type Addresses = { dashUrl: string | null; hlsUrl: string | null }
export type Quality = { heights: readonly number[]; height: number | null; isAuto: boolean }
export type Stream = {
  /** Keeps to the rendition of this height; null leaves the choice to the player. */
  choose(height: number | null): void
  /** Goes on at the same place with another manifest of the same film; where that fails, with the one that played. */
  moveTo(addresses: Addresses): Promise<void>
  close(): Promise<void>
}

const loadShaka = () => import('shaka-player/dist/shaka-player.compiled-es2021.js')
/** On its way before the page knows what to play: it is the largest file of all. Where it fails, opening tries again. */
const early = loadShaka().catch(() => null)

/**
 * Plays the DASH manifest, or the HLS one where that fails; where the browser has no Media Source (iPhones), the element
 * plays HLS by itself. Rejects with a sentence for the viewer.
 */
export async function openStream(
  video: HTMLVideoElement,
  addresses: Addresses,
  tell: (quality: Quality) => void,
): Promise<Stream> {
  const { default: shaka } = (await early) ?? (await loadShaka())
  shaka.polyfill.installAll()
  if (!shaka.Player.isBrowserSupported()) return openByItself(video, addresses)
  const player = new shaka.Player()
  await player.attach(video)
  player.configure({ streaming: { bufferingGoal: 30, rebufferingGoal: 1 }, abr: { restrictToElementSize: false } })
  let isAuto = true
  const report = () => tell({ ...qualitiesOf(player), isAuto })
  for (const event of ['trackschanged', 'adaptation', 'variantchanged']) player.addEventListener(event, report)
  try {
    await load(player, addresses)
  } catch (error) {
    await player.destroy()
    throw error
  }
  report()
  return {
    choose(height) {
      isAuto = height === null
      player.configure({ abr: { enabled: isAuto } })
      const track = height === null ? undefined : player.getVariantTracks().find(track => track.height === height)
      if (track) player.selectVariantTrack(track, true, 2)
      report()
    },
    async moveTo(next) {
      const { currentTime, playbackRate, paused, poster } = video
      video.poster = stillOf(video) ?? poster
      try {
        await load(player, next, currentTime).catch(() => load(player, addresses, currentTime))
        video.playbackRate = playbackRate
        // A browser that wants a touch first, or a viewer who paused meanwhile, leaves it standing.
        if (!paused) await video.play().catch(() => undefined)
      } finally {
        video.poster = poster
      }
      report()
    },
    close: () => player.destroy() as Promise<void>,
  }
}

/** What shows now, so that nothing blinks while another stream takes its place. */
function stillOf(video: HTMLVideoElement): string | null {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  const context = canvas.width > 0 ? canvas.getContext('2d') : null
  context?.drawImage(video, 0, 0)
  return context ? canvas.toDataURL('image/jpeg', 0.8) : null
}

async function load(player: shakaType.Player, { dashUrl, hlsUrl }: Addresses, startTime?: number) {
  const tries = [dashUrl, hlsUrl].filter(address => address !== null)
  let reason: unknown
  for (const address of tries) {
    try {
      await player.load(address, startTime)
      return
    } catch (error) {
      reason = error
    }
  }
  throw new Error(sentenceOf(reason), { cause: reason })
}

/** Shaka's errors are numbers: https://shaka-player-demo.appspot.com/docs/api/shaka.util.Error.html */
function sentenceOf(reason: unknown): string {
  const { code, category } = (reason ?? {}) as { code?: number; category?: number }
  if (category === 1) return 'The video could not be fetched. Check the connection and try again.'
  if (code === 4032) return 'This browser has no decoder for the video. Try another browser.'
  return `The video cannot be played here (code ${code ?? 'unknown'}).`
}

async function openByItself(video: HTMLVideoElement, { hlsUrl }: Addresses): Promise<Stream> {
  if (!hlsUrl || !video.canPlayType('application/vnd.apple.mpegurl'))
    throw new Error('This browser cannot play streams. Try another one.')
  video.src = hlsUrl
  return {
    choose: () => undefined,
    moveTo: async () => undefined,
    async close() {
      video.removeAttribute('src')
      video.load()
    },
  }
}

function qualitiesOf(player: shakaType.Player) {
  const tracks = player.getVariantTracks()
  const heights = [...new Set(tracks.flatMap(({ height }) => height ?? []))].toSorted((a, b) => b - a)
  return { heights, height: tracks.find(({ active }) => active)?.height ?? null }
}

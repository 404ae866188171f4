type Media = Pick<
  HTMLVideoElement,
  'currentTime' | 'duration' | 'volume' | 'muted' | 'paused' | 'playbackRate' | 'play' | 'pause'
> & {
  requestPictureInPicture?: () => Promise<unknown>
}
type Page = { toggleFullscreen: () => void; toggleCaptions: () => void }

export const speeds = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const

/** Does what a key means on the Watch page; answers whether it meant anything. */
export function watchKey(key: string, media: Media, page: Page): boolean {
  const seek = (to: number) => {
    media.currentTime = Math.min(media.duration || 0, Math.max(0, to))
  }
  const louder = (by: number) => {
    media.volume = Math.min(1, Math.max(0, Math.round((media.volume + by) * 20) / 20))
    media.muted = media.volume === 0
  }
  const faster = (step: -1 | 1) => {
    const next =
      step === 1 ? speeds.find(speed => speed > media.playbackRate) : speeds.findLast(speed => speed < media.playbackRate)
    if (next) media.playbackRate = next
  }
  const toggle = () => {
    if (media.paused) void media.play()
    else media.pause()
  }
  if (/^\d$/.test(key)) {
    seek((media.duration * Number(key)) / 10)
    return true
  }
  const actions: Record<string, () => void> = {
    ' ': toggle,
    k: toggle,
    j: () => seek(media.currentTime - 10),
    l: () => seek(media.currentTime + 10),
    ArrowLeft: () => seek(media.currentTime - 5),
    ArrowRight: () => seek(media.currentTime + 5),
    ArrowUp: () => louder(0.05),
    ArrowDown: () => louder(-0.05),
    m: () => {
      media.muted = !media.muted
    },
    f: page.toggleFullscreen,
    c: page.toggleCaptions,
    p: () => void media.requestPictureInPicture?.(),
    '<': () => faster(-1),
    '>': () => faster(1),
  }
  const action = actions[key.length === 1 ? key.toLowerCase() : key]
  action?.()
  return action !== undefined
}

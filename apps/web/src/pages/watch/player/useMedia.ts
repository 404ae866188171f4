import { type RefObject, useEffect, useState } from 'react'

const events = ['timeupdate', 'durationchange', 'play', 'pause', 'volumechange', 'ratechange', 'seeked', 'ended'] as const

const read = (video: HTMLVideoElement | null) => ({
  time: video?.currentTime ?? 0,
  duration: Number.isFinite(video?.duration) ? (video?.duration ?? 0) : 0,
  paused: video?.paused ?? true,
  volume: video?.volume ?? 1,
  muted: video?.muted ?? false,
  rate: video?.playbackRate ?? 1,
})

/** What a media element says of itself, as it changes. */
export function useMedia(element: RefObject<HTMLVideoElement | null>) {
  const [state, setState] = useState(() => read(null))
  useEffect(() => {
    const video = element.current
    const update = () => setState(read(video))
    update()
    for (const event of events) video?.addEventListener(event, update)
    return () => {
      for (const event of events) video?.removeEventListener(event, update)
    }
  }, [element])
  return state
}

import { type RefObject, useEffect } from 'react'
import { server } from '../../../api/server.ts'
import { createSeen } from './seen.ts'

/** Told this often while it plays, and when the page goes. */
const EVERY_MS = 10_000

/** Tells the server what of the video was watched, for its views and statistics. That it cannot be told spoils nothing. */
export function useWatching(element: RefObject<HTMLVideoElement | null>, videoId: string, isOpen: boolean) {
  useEffect(() => {
    const video = element.current
    if (!video || !isOpen) return
    const sessionId = randomId()
    const seen = createSeen()
    let told = 0
    const tell = () => {
      const sum = seen.sum()
      if (sum.watchedMs === told) return
      told = sum.watchedMs
      const body = { sessionId, ...sum, source: cameFrom(), earlier: earlierVisits(sessionId) }
      server.noteWatching({ params: { id: videoId }, body }).catch(() => undefined)
    }
    const look = () => seen.look(video.currentTime, video.duration)
    const timer = setInterval(tell, EVERY_MS)
    video.addEventListener('timeupdate', look)
    video.addEventListener('seeking', seen.jump)
    video.addEventListener('pause', tell)
    video.addEventListener('ended', tell)
    document.addEventListener('visibilitychange', tell)
    return () => {
      clearInterval(timer)
      video.removeEventListener('timeupdate', look)
      video.removeEventListener('seeking', seen.jump)
      video.removeEventListener('pause', tell)
      video.removeEventListener('ended', tell)
      document.removeEventListener('visibilitychange', tell)
      tell()
    }
  }, [element, videoId, isOpen])
}

const visitsKey = 'storycanvas.visits'
const visitsKept = 10

/** The visits before this one in the same tab, so that what is watched together can be counted. This one is added to them. */
function earlierVisits(sessionId: string): string[] {
  const earlier = (sessionStorage.getItem(visitsKey) ?? '').split(' ').filter(id => id !== '' && id !== sessionId)
  sessionStorage.setItem(visitsKey, [...earlier.slice(1 - visitsKept), sessionId].join(' '))
  return earlier.slice(-visitsKept)
}

/** `embed` in a frame of another page, the name of the site that led here, or `direct`. */
function cameFrom(): string {
  if (window.top !== window) return 'embed'
  const host = document.referrer ? new URL(document.referrer).hostname : ''
  return host && host !== location.hostname ? host.slice(0, 100) : 'direct'
}

/** A UUID also where the page comes over plain HTTP, which has no `crypto.randomUUID`. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

import { type RefObject, useEffect } from 'react'

const EVERY_S = 5
/** Nearer to an end than this it starts from the beginning. */
const MARGIN_S = 10

/** Begins where the address says, or goes on where one left off in this browser. */
export function useResume(element: RefObject<HTMLVideoElement | null>, videoId: string, isOpen: boolean, startAt: number | null) {
  useEffect(() => {
    const video = element.current
    if (!video || !isOpen) return
    const key = `storycanvas.position.${videoId}`
    const left = Number(localStorage.getItem(key) ?? 0)
    if (startAt !== null) video.currentTime = Math.min(startAt, video.duration)
    else if (left > MARGIN_S && left < video.duration - MARGIN_S) video.currentTime = left
    let noted = left
    const note = () => {
      if (Math.abs(video.currentTime - noted) < EVERY_S) return
      noted = video.currentTime
      if (noted > video.duration - MARGIN_S) localStorage.removeItem(key)
      else localStorage.setItem(key, String(Math.floor(noted)))
    }
    video.addEventListener('timeupdate', note)
    return () => video.removeEventListener('timeupdate', note)
  }, [element, videoId, isOpen, startAt])
}

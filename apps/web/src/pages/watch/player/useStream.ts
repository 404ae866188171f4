import type { Video } from '@storycanvas/api'
import { type RefObject, useEffect, useState } from 'react'
import { openStream, type Stream } from './stream.ts'

export type StreamState = {
  stream: Stream | null
  heights: readonly number[]
  height: number | null
  isAuto: boolean
  error: string | null
}

const closed: StreamState = { stream: null, heights: [], height: null, isAuto: true, error: null }

/** Plays a video's stream in the element, and tells which qualities there are and which one shows. */
export function useStream(
  element: RefObject<HTMLVideoElement | null>,
  { dashUrl, hlsUrl }: Pick<Video, 'dashUrl' | 'hlsUrl'>,
): StreamState {
  const [state, setState] = useState(closed)
  // Addresses are signed anew with each answer of the server; the first ones stay good for what is playing.
  const [addresses] = useState({ dashUrl, hlsUrl })
  useEffect(() => {
    const video = element.current
    if (!video) return
    let isGone = false
    let close = () => {}
    openStream(video, addresses, change => setState(old => ({ ...old, ...change }))).then(
      stream => {
        close = () => void stream.close()
        if (isGone) close()
        else setState(old => ({ ...old, stream }))
      },
      (error: unknown) => setState({ ...closed, error: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      isGone = true
      close()
    }
  }, [element, addresses])
  return state
}

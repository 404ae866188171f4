import type { Video } from '@storycanvas/api'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { openStream, type Stream } from './stream.ts'

export type StreamState = {
  stream: Stream | null
  heights: readonly number[]
  height: number | null
  isAuto: boolean
  error: string | null
}

const closed: StreamState = { stream: null, heights: [], height: null, isAuto: true, error: null }

/**
 * Plays a video's stream in the element, and tells which qualities there are and which one shows. Who began with the first
 * quality goes over to all of them once they are made.
 */
export function useStream(
  element: RefObject<HTMLVideoElement | null>,
  { dashUrl, hlsUrl, status }: Pick<Video, 'dashUrl' | 'hlsUrl' | 'status'>,
): StreamState {
  const [state, setState] = useState(closed)
  // Addresses are signed anew with each answer of the server; the first ones stay good for what is playing.
  const [addresses] = useState({ dashUrl, hlsUrl })
  const [beganEarly] = useState(status !== 'ready')
  const latest = useRef(addresses)
  latest.current = { dashUrl, hlsUrl }
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
      (error: unknown) => setState({ ...closed, error: sentence(error) }),
    )
    return () => {
      isGone = true
      close()
    }
  }, [element, addresses])
  const { stream } = state
  const goesOver = beganEarly && status === 'ready'
  useEffect(() => {
    if (goesOver) stream?.moveTo(latest.current).catch((error: unknown) => setState(old => ({ ...old, error: sentence(error) })))
  }, [stream, goesOver])
  return state
}

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error))

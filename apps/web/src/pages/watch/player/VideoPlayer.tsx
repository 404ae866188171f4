import { useLocalStorage } from '@mantine/hooks'
import type { Video } from '@storycanvas/api'
import { useEffect, useRef, useState } from 'react'
import { Complaint } from '../../../shell/Complaint.tsx'
import { isTyping } from '../../../player/keys.ts'
import { Captions } from './Captions.tsx'
import { ControlBar } from './ControlBar.tsx'
import { watchKey } from './keys.ts'
import styles from './VideoPlayer.module.css'
import { useResume } from './useResume.ts'
import { useStream } from './useStream.ts'
import { useWatching } from './useWatching.ts'

/** Controls hide this long after the last movement while it plays. */
const IDLE_MS = 2500

type Props = {
  video: Video
  /** Second to begin at, before where one left off. */
  startAt: number | null
}

export function VideoPlayer({ video, startAt }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const element = useRef<HTMLVideoElement>(null)
  const stream = useStream(element, video)
  const [captions, setCaptions] = useLocalStorage({ key: 'storycanvas.captions', defaultValue: false })
  const [isPlaying, setPlaying] = useState(false)
  const [isIdle, setIdle] = useState(false)
  const [isWaiting, setWaiting] = useState(true)
  // The signature of the address is made anew with each answer; the track keeps the first one.
  const [captionsUrl, setCaptionsUrl] = useState(video.captionsUrl)
  const [storyboardUrl, setStoryboardUrl] = useState(video.storyboardUrl)
  // Who began early gets the pictures once they are made, and captions once they are found.
  if (captionsUrl === null && video.captionsUrl !== null) setCaptionsUrl(video.captionsUrl)
  if (storyboardUrl === null && video.storyboardUrl !== null) setStoryboardUrl(video.storyboardUrl)
  useResume(element, video.id, stream.stream !== null, startAt)

  useWatching(element, video.id, stream.stream !== null)

  const idleTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wake = () => {
    setIdle(false)
    clearTimeout(idleTimer.current)
    idleTimer.current = setTimeout(() => setIdle(true), IDLE_MS)
  }
  useEffect(() => () => clearTimeout(idleTimer.current), [])

  const toggleFullscreen = () =>
    void (document.fullscreenElement ? document.exitFullscreen() : frame.current?.requestFullscreen())
  const toggleCaptions = () => setCaptions(!captions)
  const keyActions = useRef({ toggleFullscreen, toggleCaptions, wake })
  keyActions.current = { toggleFullscreen, toggleCaptions, wake }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!element.current || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof HTMLButtonElement && (event.key === ' ' || event.key === 'Enter')) return
      if (event.target instanceof HTMLElement && event.target.closest('[role="menu"], [role="slider"], [role="dialog"]')) return
      if (!watchKey(event.key, element.current, keyActions.current)) return
      keyActions.current.wake()
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])

  if (stream.error)
    return (
      <div className={styles.trouble}>
        <Complaint error={new Error(stream.error)} retry={() => location.reload()} />
      </div>
    )
  const aspect = video.width && video.height ? video.width / video.height : 16 / 9
  return (
    <div
      ref={frame}
      className={styles.player}
      data-idle={(isIdle && isPlaying) || undefined}
      style={{ '--aspect': aspect }}
      onPointerMove={wake}
      onPointerDown={wake}
      onFocus={wake}
    >
      <video
        ref={element}
        className={styles.video}
        poster={video.posterUrl ?? undefined}
        playsInline
        aria-label={video.title}
        onClick={({ currentTarget }) => void (currentTarget.paused ? currentTarget.play() : currentTarget.pause())}
        onDoubleClick={toggleFullscreen}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onWaiting={() => setWaiting(true)}
        onCanPlay={() => setWaiting(false)}
        onPlaying={() => setWaiting(false)}
      >
        {captionsUrl && <track kind="captions" src={captionsUrl} srcLang="en" label="Captions" />}
      </video>
      {isWaiting && <div className={styles.waiting} role="status" aria-label="Loading" />}
      <Captions element={element} captionsUrl={captionsUrl} isShown={captions} />
      <ControlBar
        element={element}
        chapters={video.chapters}
        storyboardUrl={storyboardUrl}
        stream={stream}
        hasCaptions={captionsUrl !== null}
        captions={captions}
        onCaptions={toggleCaptions}
        onFullscreen={toggleFullscreen}
      />
    </div>
  )
}

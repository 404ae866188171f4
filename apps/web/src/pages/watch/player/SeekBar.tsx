import { type PointerEvent, type RefObject, useState } from 'react'
import { clock } from '../../../shell/humanTime.ts'
import { chapterAt, chapterName, type Chapters } from './ChaptersMenu.tsx'
import { HoverPicture } from './HoverPicture.tsx'
import styles from './VideoPlayer.module.css'

type Props = {
  element: RefObject<HTMLVideoElement | null>
  storyboardUrl: string | null
  chapters: Chapters
  time: number
  duration: number
}

/** Where it plays and what has been fetched; picture and time under the pointer show above. */
export function SeekBar({ element, storyboardUrl, chapters, time, duration }: Props) {
  const [pointed, setPointed] = useState<number | null>(null)
  const share = (seconds: number) => `${(seconds / Math.max(0.001, duration)) * 100}%`
  const video = element.current
  const ranges = video
    ? Array.from({ length: video.buffered.length }, (_, at) => [video.buffered.start(at), video.buffered.end(at)] as const)
    : []
  const secondAt = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * duration
  }
  const nameAt = (seconds: number) => {
    const at = chapterAt(chapters, seconds)
    return at < 0 ? '' : chapterName(chapters, at)
  }
  const seek = (seconds: number) => {
    if (video) video.currentTime = Math.min(duration, Math.max(0, seconds))
  }
  return (
    <div
      className={styles.seek}
      role="slider"
      tabIndex={0}
      aria-label="Position"
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.round(time)}
      aria-valuetext={[`${clock(time)} of ${clock(duration)}`, nameAt(time)].filter(Boolean).join(', ')}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        seek(secondAt(event))
      }}
      onPointerMove={event => {
        setPointed(secondAt(event))
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(secondAt(event))
      }}
      onPointerLeave={() => setPointed(null)}
      onKeyDown={event => {
        const to = { ArrowLeft: time - 5, ArrowRight: time + 5, PageDown: time - 30, PageUp: time + 30, Home: 0, End: duration }[
          event.key
        ]
        if (to === undefined) return
        event.preventDefault()
        seek(to)
      }}
    >
      <div className={styles.rail}>
        {ranges.map(([start, end]) => (
          <span key={start} className={styles.buffered} style={{ left: share(start), width: share(end - start) }} />
        ))}
        <span className={styles.played} style={{ width: share(time) }} />
        {chapters.map(
          ({ startMs }, at) =>
            startMs > 0 && <span key={`${at} ${startMs}`} className={styles.mark} style={{ left: share(startMs / 1000) }} />,
        )}
      </div>
      {pointed !== null && duration > 0 && (
        <HoverPicture storyboardUrl={storyboardUrl} seconds={pointed} name={nameAt(pointed)} share={pointed / duration} />
      )}
    </div>
  )
}

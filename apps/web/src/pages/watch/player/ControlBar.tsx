import { ActionIcon } from '@mantine/core'
import {
  IconBadgeCc,
  IconMaximize,
  IconPictureInPicture,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react'
import type { RefObject } from 'react'
import { clock } from '../../../shell/humanTime.ts'
import { chapterAt, chapterName, type Chapters, ChaptersMenu } from './ChaptersMenu.tsx'
import { SeekBar } from './SeekBar.tsx'
import { SettingsMenu } from './SettingsMenu.tsx'
import { useMedia } from './useMedia.ts'
import type { StreamState } from './useStream.ts'
import styles from './VideoPlayer.module.css'

type Props = {
  element: RefObject<HTMLVideoElement | null>
  storyboardUrl: string | null
  chapters: Chapters
  stream: StreamState
  hasCaptions: boolean
  captions: boolean
  onCaptions: () => void
  onFullscreen: () => void
}

export function ControlBar({ element, storyboardUrl, chapters, stream, hasCaptions, captions, onCaptions, onFullscreen }: Props) {
  const { time, duration, paused, volume, muted, rate } = useMedia(element)
  const video = element.current
  const isSilent = muted || volume === 0
  /** One chapter is the whole film. */
  const parts = chapters.length > 1 ? chapters : []
  const part = chapterAt(parts, time)
  const toggle = () => void (paused ? video?.play() : video?.pause())
  return (
    <div className={styles.controls} role="group" aria-label="Player controls">
      <SeekBar element={element} storyboardUrl={storyboardUrl} chapters={parts} time={time} duration={duration} />
      <div className={styles.buttons}>
        <Control label={paused ? 'Play' : 'Pause'} onClick={toggle}>
          {paused ? <IconPlayerPlayFilled size={22} aria-hidden /> : <IconPlayerPauseFilled size={22} aria-hidden />}
        </Control>
        <Control
          label={isSilent ? 'Sound on' : 'Mute'}
          onClick={() => {
            if (video) video.muted = !video.muted
          }}
        >
          {isSilent ? <IconVolumeOff size={20} aria-hidden /> : <IconVolume size={20} aria-hidden />}
        </Control>
        <input
          className={styles.volume}
          type="range"
          min={0}
          max={1}
          step={0.05}
          aria-label="Volume"
          value={muted ? 0 : volume}
          onChange={event => {
            if (!video) return
            video.volume = Number(event.currentTarget.value)
            video.muted = video.volume === 0
          }}
        />
        <span className={styles.time}>
          {clock(time)} / {clock(duration)}
        </span>
        <span className={styles.part}>{part >= 0 && chapterName(parts, part)}</span>
        {parts.length > 0 && (
          <ChaptersMenu
            chapters={parts}
            time={time}
            onSeek={seconds => {
              if (video) video.currentTime = seconds
            }}
          />
        )}
        {hasCaptions && (
          <Control label={captions ? 'Captions off' : 'Captions on'} isPressed={captions} onClick={onCaptions}>
            <IconBadgeCc size={22} aria-hidden />
          </Control>
        )}
        <SettingsMenu
          stream={stream}
          rate={rate}
          onRate={next => {
            if (video) video.playbackRate = next
          }}
        />
        {document.pictureInPictureEnabled && (
          <Control
            label="Picture in picture"
            onClick={() =>
              void (document.pictureInPictureElement ? document.exitPictureInPicture() : video?.requestPictureInPicture())
            }
          >
            <IconPictureInPicture size={20} aria-hidden />
          </Control>
        )}
        <Control label="Full screen" onClick={onFullscreen}>
          <IconMaximize size={20} aria-hidden />
        </Control>
      </div>
    </div>
  )
}

type ControlProps = { label: string; onClick: () => void; isPressed?: boolean; children: React.ReactNode }

function Control({ label, onClick, isPressed, children }: ControlProps) {
  return (
    <ActionIcon className={styles.control} size="lg" title={label} aria-label={label} aria-pressed={isPressed} onClick={onClick}>
      {children}
    </ActionIcon>
  )
}

import { ActionIcon } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerSkipBack, IconPlayerSkipForward } from '@tabler/icons-react'
import { type PointerEvent, useEffect, useRef } from 'react'
import styles from './Player.module.css'
import { type Programme, shotEdge } from './programme.ts'
import { timecodeOf } from './time.ts'
import type { Transport } from './transport.ts'
import { useTransportState } from './useTransport.ts'

type Props = { programme: Programme; transport: Transport }

export function Controls({ programme, transport }: Props) {
  const speed = useTransportState(transport, ({ speed }) => speed())
  return (
    <div className={styles.controls}>
      <ActionIcon aria-label="Shot before" onClick={() => transport.seek(shotEdge(programme, transport.frame(), -1))}>
        <IconPlayerSkipBack size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon size="lg" aria-label={speed === 0 ? 'Play' : 'Pause'} onClick={transport.toggle}>
        {speed === 0 ? <IconPlayerPlayFilled size={20} aria-hidden /> : <IconPlayerPauseFilled size={20} aria-hidden />}
      </ActionIcon>
      <ActionIcon aria-label="Next shot" onClick={() => transport.seek(shotEdge(programme, transport.frame(), 1))}>
        <IconPlayerSkipForward size={18} aria-hidden />
      </ActionIcon>
      <TimecodeReadout programme={programme} transport={transport} />
      {speed !== 0 && speed !== 1 && <span className={styles.speed}>{speed}×</span>}
    </div>
  )
}

function TimecodeReadout({ programme, transport }: Props) {
  const { rate, dropFrame, firstFrame, length } = programme
  const now = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const write = () => {
      if (now.current) now.current.textContent = timecodeOf(firstFrame + transport.frame(), rate, dropFrame)
    }
    write()
    return transport.subscribe(write)
  }, [transport, rate, dropFrame, firstFrame])
  return (
    <span className={`timecode ${styles.readout}`}>
      <span ref={now} role="timer" aria-label="Timecode" aria-live="off" /> / {timecodeOf(firstFrame + length, rate, dropFrame)}
    </span>
  )
}

/** Where the programme stands, with a tick where each scene begins; drag or click to go there. */
export function Scrubber({ programme, transport }: Props) {
  const { length, scenes, rate, dropFrame, firstFrame } = programme
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const write = () => {
      const frame = transport.frame()
      bar.current?.style.setProperty('--done', `${(transport.exactFrame() / Math.max(1, length)) * 100}%`)
      bar.current?.setAttribute('aria-valuenow', String(frame))
      bar.current?.setAttribute('aria-valuetext', timecodeOf(firstFrame + frame, rate, dropFrame))
    }
    write()
    return transport.subscribe(write)
  }, [transport, length, rate, dropFrame, firstFrame])
  const seek = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    transport.seek(((event.clientX - box.left) / box.width) * length)
  }
  return (
    <div
      ref={bar}
      className={styles.scrubber}
      role="slider"
      tabIndex={0}
      aria-label="Position"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, length - 1)}
      aria-valuenow={0}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        seek(event)
      }}
      onPointerMove={event => event.currentTarget.hasPointerCapture(event.pointerId) && seek(event)}
    >
      <div className={styles.track}>
        <div className={styles.done} />
        {scenes.map(start => (
          <span key={start} className={styles.tick} style={{ left: `${(start / Math.max(1, length)) * 100}%` }} />
        ))}
      </div>
    </div>
  )
}

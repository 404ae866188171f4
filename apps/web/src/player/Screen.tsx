import { useReducedMotion } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { transformAt } from './motion.ts'
import styles from './Player.module.css'
import { lastStarted, layersAt, linesAt, type Programme, type Shot, videoSeconds } from './programme.ts'
import type { Transport } from './transport.ts'
import { useTransportState } from './useTransport.ts'
import { keepInStep } from './video.ts'
import { clipPathOf } from './wipe.ts'

const AHEAD = 4

type Props = { programme: Programme; transport: Transport }

/** The picture: shots moved as the camera moves, dissolving where they overlap, with what is said beneath. */
export function Screen({ programme, transport }: Props) {
  const stage = useRef<HTMLDivElement>(null)
  const isCalm = useReducedMotion()
  const shown = useTransportState(transport, ({ frame }) =>
    layersAt(programme, frame())
      .map(({ shot }) => shot.id)
      .join(' '),
  )
  usePreload(programme, transport)

  useEffect(() => {
    const paint = () => {
      const frame = transport.exactFrame()
      for (const { shot, through, opacity, wiped, wipe } of layersAt(programme, frame)) {
        const picture = stage.current?.querySelector<HTMLElement>(`[data-shot="${CSS.escape(shot.id)}"]`)
        if (!picture) continue
        picture.style.opacity = String(opacity)
        picture.style.clipPath = clipPathOf(wipe, wiped)
        const pane = picture.firstElementChild
        if (pane instanceof HTMLElement) pane.style.transform = isCalm ? 'none' : transformAt(shot.motion, through)
        if (pane instanceof HTMLVideoElement)
          keepInStep(pane, videoSeconds(shot, frame, programme.rate), transport.speed() * (shot.video?.speed ?? 1))
      }
    }
    paint()
    return transport.subscribe(paint)
  }, [programme, transport, shown, isCalm])

  const layers = layersAt(programme, transport.frame())
  return (
    <div className={styles.screen}>
      <div ref={stage} className={styles.stage} style={{ aspectRatio: programme.aspect, '--aspect': programme.aspect }}>
        {layers.map(({ shot }) => (
          // The wipe cuts the layer, the camera moves what is inside it.
          <div key={shot.id} data-shot={shot.id} className={styles.layer}>
            <Pane shot={shot} />
          </div>
        ))}
        <Lines programme={programme} transport={transport} />
      </div>
    </div>
  )
}

function Pane({ shot: { video, imageUrl, label } }: { shot: Shot }) {
  if (video) return <video className={styles.picture} src={video.url} muted playsInline preload="auto" aria-label={label} />
  if (imageUrl) return <img className={styles.picture} src={imageUrl} alt={label} />
  return (
    <div className={styles.undrawn}>
      <span>{label || 'Not drawn yet'}</span>
    </div>
  )
}

function Lines({ programme, transport }: Props) {
  const key = useTransportState(transport, ({ frame }) =>
    linesAt(programme, frame())
      .map(({ start, text }) => `${start} ${text}`)
      .join('\n'),
  )
  if (!key) return null
  return (
    <div className={styles.lines}>
      {linesAt(programme, transport.frame()).map(({ start, text, speaker, colour }) => (
        <p key={`${start} ${text}`}>
          {speaker && <b style={colour ? { color: `color-mix(in srgb, ${colour} 60%, white)` } : undefined}>{speaker} </b>}
          {text}
        </p>
      ))}
    </div>
  )
}

/** Fetches the next pictures before they are due. */
function usePreload({ shots }: Programme, transport: Transport) {
  const at = useTransportState(transport, ({ frame }) => lastStarted(shots, frame()))
  useEffect(() => {
    for (const { imageUrl, video } of shots.slice(at + 1, at + 1 + AHEAD)) if (imageUrl && !video) new Image().src = imageUrl
  }, [shots, at])
}

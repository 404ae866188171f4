import { type RefObject, useEffect, useState } from 'react'
import styles from './VideoPlayer.module.css'

type Props = { element: RefObject<HTMLVideoElement | null>; captionsUrl: string | null; isShown: boolean }

/**
 * The captions of this moment. Browsers would draw them at the lower edge, where the controls lie over them, and on a telephone in
 * letters of a twentieth of its picture's height; so they only read and time them here.
 */
export function Captions({ element, captionsUrl, isShown }: Props) {
  const [cues, setCues] = useState<readonly VTTCue[]>([])
  useEffect(() => {
    const source = element.current?.querySelector('track')
    if (!source || !isShown) return
    const { track } = source
    const show = () => setCues([...(track.activeCues ?? [])].filter(cue => cue instanceof VTTCue))
    track.mode = 'hidden'
    track.addEventListener('cuechange', show)
    // While it stands still nothing changes but that they have come.
    source.addEventListener('load', show)
    show()
    return () => {
      track.removeEventListener('cuechange', show)
      source.removeEventListener('load', show)
      track.mode = 'disabled'
      setCues([])
    }
  }, [element, captionsUrl, isShown])
  const upper = cues.filter(isUpper)
  const lower = cues.filter(cue => !isUpper(cue))
  return (
    <div className={styles.captions}>
      <Lines cues={upper} />
      <Lines cues={lower} />
    </div>
  )
}

const Lines = ({ cues }: { cues: readonly VTTCue[] }) => (
  <div>
    {cues.map((cue, at) => (
      <p key={`${at} ${cue.startTime} ${cue.text}`}>
        <span ref={shown => shown?.replaceChildren(cue.getCueAsHTML())} />
      </p>
    ))}
  </div>
)

/** Put at the top by whoever wrote it, such as over a name at the lower edge. */
const isUpper = ({ line, snapToLines }: VTTCue) => typeof line === 'number' && line >= 0 && line < (snapToLines ? 5 : 50)

import type { TimelineChange } from '@storycanvas/api'
import styles from './Home.module.css'

const WIDTH = 200
const ROW = 10
const GAP = 4

type Place = NonNullable<TimelineChange['before']>

/** Where the clips of a change lay and where they lie, one above the other: what the sentence says, to see at a glance. */
export function Strip({ changes }: { changes: readonly TimelineChange[] }) {
  const before = changes.flatMap(change => change.before ?? [])
  const after = changes.flatMap(change => change.after ?? [])
  const all = [...before, ...after]
  if (all.length === 0) return null
  const from = Math.min(...all.map(({ startFrame }) => startFrame))
  const until = Math.max(...all.map(({ startFrame, durationFrames }) => startFrame + durationFrames))
  const margin = Math.max(1, (until - from) * 0.08)
  const scale = WIDTH / (until - from + 2 * margin)
  const bar = (y: number, className: string | undefined) => (place: Place, at: number) => (
    <rect
      key={at}
      className={className}
      x={(place.startFrame - from + margin) * scale}
      y={y}
      width={Math.max(1.5, place.durationFrames * scale - 1)}
      height={ROW}
      rx={1.5}
    />
  )
  return (
    <svg className={styles.strip} viewBox={`0 0 ${WIDTH} ${2 * ROW + GAP}`} preserveAspectRatio="none" aria-hidden>
      <line className={styles.ground} x1={0} x2={WIDTH} y1={ROW} y2={ROW} />
      <line className={styles.ground} x1={0} x2={WIDTH} y1={2 * ROW + GAP} y2={2 * ROW + GAP} />
      {before.map(bar(0, styles.was))}
      {after.map(bar(ROW + GAP, styles.is))}
    </svg>
  )
}

import type { Take, TakeTree } from '@storycanvas/api'
import { IconClock, IconHeartFilled, IconPinFilled } from '@tabler/icons-react'
import { ago } from '../../shell/humanTime.ts'
import { graphOf, ROW } from './graph.ts'
import styles from './Takes.module.css'

type Props = {
  tree: TakeTree
  shown: string
  chosen: string | null
  nameOf: (take: Take) => string
  onShow: (take: Take) => void
}

/** The takes as they came from each other: a lane for each branch, a row for each take. */
export function BranchTree({ tree, shown, chosen, nameOf, onShow }: Props) {
  const { dots, lines, width, height } = graphOf(tree)
  const names = new Map(tree.branches.map(({ chosenTakeId, name }) => [chosenTakeId, name]))
  return (
    <div className={styles.tree} style={{ height, '--graph': `${width}px`, '--row': `${ROW}px` }}>
      <svg className={styles.graph} width={width} height={height} aria-hidden>
        {lines.map(({ path, lane, kind }) => (
          <path key={path} d={path} data-lane={lane % 6} data-kind={kind} />
        ))}
        {dots.map(({ id, x, y, lane }) => (
          <circle
            key={id}
            cx={x}
            cy={y}
            r={id === chosen ? 6 : 4}
            data-lane={lane % 6}
            data-chosen={names.has(id) || undefined}
          />
        ))}
      </svg>
      <ol className={styles.rows} aria-label="Tree of takes">
        {tree.takes.map(({ take }) => (
          <li key={take.id}>
            <button type="button" className={styles.node} aria-current={take.id === shown} onClick={() => onShow(take)}>
              <img src={take.thumbnailUrl} alt="" loading="lazy" />
              <span className={styles.nodeName}>
                {nameOf(take)}
                {take.id === chosen && <IconPinFilled size={12} aria-label="chosen" />}
                {take.favourite && <IconHeartFilled size={12} aria-label="favourite" />}
                {take.stale && <IconClock size={12} aria-label="stale" />}
              </span>
              <span className={styles.nodeFacts}>{names.get(take.id) ?? ago(take.createdAt)}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  )
}

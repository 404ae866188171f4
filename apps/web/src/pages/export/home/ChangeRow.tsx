import { Checkbox, Text } from '@mantine/core'
import type { TimelineChange } from '@storycanvas/api'
import { IconArrowsExchange, IconMapPin, IconMovie, IconWaveSine } from '@tabler/icons-react'
import type { Item } from './grouped.ts'
import styles from './Home.module.css'
import { Strip } from './Strip.tsx'

type Props = {
  item: Item
  imageUrl: string | null
  isTicked: boolean
  /** Why it could not be taken the last time. */
  reason: string | undefined
  onTick: (isTicked: boolean) => void
}

/** What stands for a picture where there is none. */
function KindIcon({ change: { kind, before, after } }: { change: TimelineChange }) {
  const look = { size: 18, 'aria-hidden': true } as const
  if (kind === 'marker') return <IconMapPin {...look} />
  if (kind === 'transition') return <IconArrowsExchange {...look} />
  return (after ?? before)?.track.startsWith('A') ? <IconWaveSine {...look} /> : <IconMovie {...look} />
}

/** One thing that the editor did: its picture, what it is in words, and the places before and after. */
export function ChangeRow({ item, imageUrl, isTicked, reason, onTick }: Props) {
  return (
    <li className={styles.row}>
      <label className={styles.choice}>
        <Checkbox checked={isTicked} onChange={event => onTick(event.currentTarget.checked)} aria-label={item.sentence} />
        <span className={styles.picture}>
          {imageUrl ? <img src={imageUrl} alt="" loading="lazy" /> : <KindIcon change={item.changes[0]} />}
        </span>
        <span>
          <Text size="sm" span>
            {item.sentence}
          </Text>
          {reason !== undefined && (
            <Text size="xs" c="var(--mantine-color-error)" role="note">
              {reason}
            </Text>
          )}
        </span>
      </label>
      <Strip changes={item.changes} />
    </li>
  )
}

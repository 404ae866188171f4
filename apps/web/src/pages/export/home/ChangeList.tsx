import { Button, Checkbox, Text } from '@mantine/core'
import { useState } from 'react'
import { ChangeRow } from './ChangeRow.tsx'
import type { Group, Item } from './grouped.ts'
import styles from './Home.module.css'

type Props = {
  groups: readonly Group[]
  pictures: ReadonlyMap<string, string>
  /** Ids of changes that are not wanted. */
  left: ReadonlySet<string>
  reasons: ReadonlyMap<string, string>
  onLeave: (left: ReadonlySet<string>) => void
}

/** So many lines of a scene are there at once. */
const SHOWN = 40

/** What the editor did, scene by scene, to be ticked one by one or by the scene. */
export function ChangeList({ groups, pictures, left, reasons, onLeave }: Props) {
  const tick = (items: readonly Item[], isTicked: boolean) => {
    const ids = items.flatMap(({ changes }) => changes.map(({ id }) => id))
    const next = new Set(left)
    for (const id of ids)
      if (isTicked) next.delete(id)
      else next.add(id)
    onLeave(next)
  }
  return groups.map(group => <Scene key={group.sceneId ?? ''} {...{ group, pictures, left, reasons, tick }} />)
}

type SceneProps = Omit<Props, 'groups' | 'onLeave'> & { group: Group; tick: (items: readonly Item[], isTicked: boolean) => void }

function Scene({ group, pictures, left, reasons, tick }: SceneProps) {
  const [isWhole, setWhole] = useState(false)
  const { heading, items } = group
  const isTicked = (item: Item) => item.changes.every(({ id }) => !left.has(id))
  const ticked = items.filter(isTicked).length
  const shown = isWhole ? items : items.slice(0, SHOWN)
  return (
    <section aria-label={heading}>
      <div className={styles.heading}>
        <Checkbox
          label={heading}
          checked={ticked === items.length}
          indeterminate={ticked > 0 && ticked < items.length}
          onChange={event => tick(items, event.currentTarget.checked)}
        />
        <Text size="xs" c="dimmed">
          {items.length === 1 ? '1 change' : `${items.length} changes`}
        </Text>
      </div>
      <ul className={styles.rows}>
        {shown.map(item => (
          <ChangeRow
            key={item.id}
            item={item}
            imageUrl={pictures.get(item.changes[0].panelId ?? '') ?? null}
            isTicked={isTicked(item)}
            reason={item.changes.map(({ id }) => reasons.get(id)).find(reason => reason !== undefined)}
            onTick={isOn => tick([item], isOn)}
          />
        ))}
      </ul>
      {shown.length < items.length && (
        <Button variant="default" size="compact-xs" mt="xs" onClick={() => setWhole(true)}>
          Show the other {items.length - shown.length}
        </Button>
      )}
    </section>
  )
}

import { Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { Appearance } from './appearances.ts'
import styles from './Cast.module.css'

const SHOWN = 6

/** Where someone or some place appears, as pictures that lead there. */
export function Appearances({ appearances }: { appearances: readonly Appearance[] }) {
  const { id } = useParams({ from: '/app/projects/$id/cast' })
  if (appearances.length === 0)
    return (
      <Text size="xs" c="dimmed">
        Appears nowhere yet.
      </Text>
    )
  return (
    <div className={styles.appearances}>
      {appearances.slice(0, SHOWN).map(({ scene, number, panel }) =>
        panel ? (
          <Link
            key={scene.id}
            to="/projects/$id/board"
            params={{ id }}
            search={{ panel: panel.id }}
            title={scene.heading}
            aria-label={`Scene ${number}, ${scene.heading}`}
          >
            {panel.chosenTake ? <img src={panel.chosenTake.thumbnailUrl} alt="" loading="lazy" /> : <span>{number}</span>}
          </Link>
        ) : (
          <Link
            key={scene.id}
            to="/projects/$id/story"
            params={{ id }}
            search={{ scene: scene.id }}
            title={scene.heading}
            aria-label={`Scene ${number}, ${scene.heading}`}
          >
            <span>{number}</span>
          </Link>
        ),
      )}
      {appearances.length > SHOWN && (
        <Text size="xs" c="dimmed">
          and {appearances.length - SHOWN} more scenes
        </Text>
      )}
    </div>
  )
}

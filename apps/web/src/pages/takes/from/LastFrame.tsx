import { Input } from '@mantine/core'
import type { Panel, ProjectTree, Take } from '@storycanvas/api'
import { panelsOf } from '../../../api/tree.ts'
import styles from './From.module.css'

type Props = {
  tree: ProjectTree
  panel: Panel
  takes: readonly Take[]
  from: Take
  nameOf: (take: Take) => string
  chosen: string | null
  onChoose: (takeId: string) => void
}

/** The picture that a film ends with: another take of the panel, or what another panel shows, the next ones first. */
export function LastFrame({ tree, panel, takes, from, nameOf, chosen, onChoose }: Props) {
  return (
    <div>
      <Input.Label labelElement="div" id="last-frame">
        Ends with
      </Input.Label>
      <div className={styles.pictures} role="group" aria-labelledby="last-frame">
        {lastFrames(tree, panel, takes, from, nameOf).map(({ take, name }) => (
          <button
            key={take.id}
            type="button"
            className={styles.picture}
            aria-pressed={take.id === chosen}
            onClick={() => onChoose(take.id)}
          >
            <img src={take.thumbnailUrl} alt="" loading="lazy" />
            <span>{name}</span>
          </button>
        ))}
      </div>
    </div>
  )
}

/** What a film may end with, the likeliest first. */
export function lastFrames(
  tree: ProjectTree,
  panel: Panel,
  takes: readonly Take[],
  from: Take,
  nameOf: (take: Take) => string,
): { take: Take; name: string }[] {
  const panels = panelsOf(tree)
  const at = panels.findIndex(({ id }) => id === panel.id)
  const others = [...panels.slice(at + 1), ...panels.slice(0, at)].flatMap(({ id, chosenTake }) => {
    const number = panels.findIndex(one => one.id === id) + 1
    return chosenTake?.kind === 'image' ? [{ take: chosenTake, name: `Panel ${number}` }] : []
  })
  const own = takes.filter(take => take.kind === 'image' && take.id !== from.id).map(take => ({ take, name: nameOf(take) }))
  return [...others.slice(0, 1), ...own, ...others.slice(1)]
}

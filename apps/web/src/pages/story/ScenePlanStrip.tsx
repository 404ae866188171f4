import { Button, Tooltip } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Panel, ScenePlan } from '@storycanvas/api'
import { IconArrowsSplit2, IconLayoutGridAdd } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { refresh, useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import type { TreeScene } from '../../api/tree.ts'
import { offerUndo } from '../../api/undo.tsx'
import { shotSizeMark } from '../../film/words.ts'
import { spell } from '../../shell/humanTime.ts'
import { makePanels, planQuery } from './plan.ts'
import styles from './Story.module.css'

const PAUSE_MS = 350

/** What the panels of a scene come to when its text reads so, and a way to make it so. */
export function useScenePlan(scene: TreeScene, text: string, isAsked: boolean) {
  const [settled] = useDebouncedValue(text, PAUSE_MS)
  const { data: plan, isPlaceholderData } = useQuery({
    ...planQuery(scene.id, settled),
    enabled: isAsked && /[\p{L}\p{N}]/u.test(settled),
  })
  const projectId = scene.projectId
  const make = useAction({
    run: () => makePanels(scene.id, text),
    refreshes: [keys.project(projectId), keys.projects, ['scene-plan', scene.id]],
    done: ({ addedPanelIds, trashedPanelIds, addedSceneIds, panelCount }) => {
      const said = `${scene.heading}: ${panelCount === 1 ? '1 panel' : `${panelCount} panels`}, ${addedPanelIds.length} new`
      if (addedSceneIds.length === 0) offerUndo(said, () => takeBack(projectId, addedPanelIds, trashedPanelIds))
    },
  })
  const isCurrent = settled === text && !isPlaceholderData
  const isWanted = useRef(false)
  const { mutate } = make
  // Asked for before the last words were planned: what takes nothing away is made as soon as it is known.
  useEffect(() => {
    if (!isWanted.current || !isCurrent || !plan) return
    isWanted.current = false
    if (plan.leavingPanelIds.length === 0 && changesIn(plan).length > 0) mutate()
  }, [isCurrent, plan, mutate])
  const makeIfNew = () => {
    if (!isCurrent) isWanted.current = true
    else if (plan && changesIn(plan).length > 0) mutate()
  }
  return { plan: isAsked ? plan : undefined, make, makeIfNew, isCurrent }
}

async function takeBack(projectId: string, added: readonly string[], trashed: readonly string[]) {
  for (const id of added) await server.deletePanel({ params: { id } })
  for (const id of trashed) await server.restorePanel({ params: { id } })
  await refresh(keys.project(projectId), ['scene-plan'])
}

type Props = { scene: TreeScene; planning: ReturnType<typeof useScenePlan> }

/** The panels of a scene: those that it has, or while one writes those that its text gives. */
export function PanelStrip({ scene, planning }: Props) {
  const { plan, make, isCurrent } = planning
  const byId = new Map(scene.panels.map(panel => [panel.id, panel]))
  const changes = plan ? changesIn(plan) : []
  if (!plan && scene.panels.length === 0) return null
  return (
    <div className={styles.panels}>
      <div className={styles.strip} role="list" aria-label={`Panels of ${scene.heading}`}>
        {plan
          ? plan.panels.map((panel, at) => {
              const known = byId.get(panel.panelId ?? '')
              return known ? <Frame key={known.id} panel={known} at={at} /> : <NewFrame key={at} panel={panel} at={at} />
            })
          : scene.panels.map((panel, at) => <Frame key={panel.id} panel={panel} at={at} />)}
        {plan?.leavingPanelIds.map(id => {
          const known = byId.get(id)
          return known && <LeavingFrame key={id} panel={known} />
        })}
      </div>
      {plan && (
        <div className={styles.plan} aria-live="polite">
          <span>
            {plan.panels.length} {plan.panels.length === 1 ? 'panel' : 'panels'}, {spell(plan.durationMs / 1000)}
            {changes.length === 0 ? ', as the text has it' : ''}
          </span>
          {changes.map(change => (
            <span key={change}>{change}</span>
          ))}
          {changes.length > 0 && (
            <Tooltip label="Ctrl/⌘ Enter">
              <Button
                size="compact-xs"
                variant="light"
                loading={make.isPending}
                disabled={!isCurrent}
                leftSection={
                  plan.furtherScenes.length > 0 ? (
                    <IconArrowsSplit2 size={14} aria-hidden />
                  ) : (
                    <IconLayoutGridAdd size={14} aria-hidden />
                  )
                }
                // The text keeps the caret.
                onMouseDown={event => event.preventDefault()}
                onClick={() => make.mutate()}
              >
                {plan.furtherScenes.length > 0 ? 'Make scenes and panels' : 'Make these panels'}
              </Button>
            </Tooltip>
          )}
        </div>
      )}
    </div>
  )
}

/** What would be otherwise than now, in words. */
function changesIn({ panels, leavingPanelIds, furtherScenes, newCharacters }: ScenePlan): string[] {
  const fresh = panels.filter(({ panelId }) => panelId === null).length
  return [
    ...(fresh > 0 ? [`${fresh} new`] : []),
    ...(leavingPanelIds.length > 0 ? [`${leavingPanelIds.length} without takes to the trash`] : []),
    ...furtherScenes.map(({ heading }) => `opens ${heading}`),
    ...(fresh > 0 && newCharacters.length > 0 ? [`adds ${newCharacters.join(', ')} to the cast`] : []),
  ]
}

function Frame({ panel, at }: { panel: Panel; at: number }) {
  return (
    <Link
      role="listitem"
      to="/projects/$id/board"
      params={{ id: panel.projectId }}
      search={{ panel: panel.id }}
      className={styles.frame}
      title={panel.description}
      aria-label={`Panel ${at + 1}: ${panel.description}`}
    >
      {panel.chosenTake ? <img src={panel.chosenTake.thumbnailUrl} alt="" loading="lazy" /> : <span>{at + 1}</span>}
    </Link>
  )
}

function NewFrame({ panel, at }: { panel: ScenePlan['panels'][number]; at: number }) {
  const words = panel.dialogue[0] ? `${panel.dialogue[0].character}: ${panel.dialogue[0].text}` : panel.description
  return (
    <div
      role="listitem"
      className={styles.newFrame}
      title={panel.description}
      aria-label={`New panel ${at + 1}: ${panel.description}`}
    >
      <b>{shotSizeMark[panel.shotSize]}</b>
      <span>{words}</span>
    </div>
  )
}

function LeavingFrame({ panel }: { panel: Panel }) {
  return (
    <div
      role="listitem"
      className={styles.leavingFrame}
      title={panel.description}
      aria-label={`Goes to the trash: ${panel.description}`}
    >
      <span>{panel.description}</span>
    </div>
  )
}

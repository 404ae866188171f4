import { ActionIcon, Button, EmptyState, Tooltip } from '@mantine/core'
import type { Panel, Take } from '@storycanvas/api'
import { IconArrowLeft, IconColumns2, IconHeart, IconHeartFilled, IconPin, IconTrash, IconWand } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { takeTreeQuery, treeQuery } from '../../api/queries.ts'
import { panelsOf } from '../../api/tree.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { LinkButton } from '../../shell/LinkButton.tsx'
import { NotFound } from '../../shell/PageError.tsx'
import { useCommands } from '../../shell/commands/active.ts'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { BranchTree } from './BranchTree.tsx'
import { Branches } from './Branches.tsx'
import { Compare } from './Compare.tsx'
import { DeletedTakes } from './DeletedTakes.tsx'
import { Filmstrip } from './Filmstrip.tsx'
import { MakeFrom } from './from/MakeFrom.tsx'
import { MaskEditor } from './from/MaskEditor.tsx'
import { type Way, ways } from './from/ways.ts'
import { Provenance } from './Provenance.tsx'
import { TakeMedia } from './TakeMedia.tsx'
import styles from './Takes.module.css'
import { useTakes } from './useTakes.ts'

/** All takes of one panel. */
export function Takes() {
  const { id, panel: panelId } = useParams({ from: '/app/projects/$id/takes/$panel' })
  const { data } = useQuery(treeQuery(id))
  if (!data) return <PageSkeleton />
  const panel = panelsOf(data).find(one => one.id === panelId)
  return panel ? <PanelTakes key={panel.id} panel={panel} /> : <NotFound />
}

function PanelTakes({ panel }: { panel: Panel }) {
  const { data: tree, error, refetch } = useQuery(takeTreeQuery(panel.id))
  const actions = useTakes(panel)
  const [asked, show] = useState<string | null>(null)
  const [against, compareWith] = useState<string | null>(null)
  const [making, make] = useState<Way | null>(null)
  const [painted, setPainted] = useState(0)
  const mask = useRef<HTMLCanvasElement>(null)
  const takes = tree?.takes.map(({ take }) => take) ?? []
  const chosen = panel.chosenTake?.id ?? null
  const at = Math.max(
    0,
    takes.findIndex(take => take.id === (asked ?? chosen)),
  )
  const shown = takes[at]
  const other = against === shown?.id ? undefined : takes.find(take => take.id === against)
  const nameOf = (take: Take) => `Take ${takes.findIndex(({ id }) => id === take.id) + 1}`
  const step = (by: -1 | 1) => show(takes[at + by]?.id ?? shown?.id ?? null)
  const isChosen = shown?.id === chosen
  const standard = takes.find(take => take.id === chosen && take.id !== shown?.id) ?? takes[at - 1] ?? takes[at + 1]
  const compare = () => {
    make(null)
    compareWith(other ? null : (standard?.id ?? null))
  }
  // Things are made from pictures.
  const way = shown?.kind === 'image' ? making : null
  const begin = () => {
    compareWith(null)
    make(way ? null : (ways[0] ?? null))
  }
  useCommands(
    'takes',
    {
      before: () => step(-1),
      after: () => step(1),
      pick: () => shown && !isChosen && actions.choose.mutate(shown),
      favourite: () => shown && actions.favourite.mutate(shown),
      compare,
      make: begin,
      alone: () => compareWith(null),
      delete: () => shown && actions.remove.mutate(shown),
    },
    'page',
  )

  if (error && !tree) return <Complaint error={error} retry={() => void refetch()} />
  if (!tree) return <PageSkeleton />
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <Tooltip label="Back to the board">
          <Link
            to="/projects/$id/board"
            params={{ id: panel.projectId }}
            search={{ panel: panel.id }}
            className={styles.back}
            aria-label="Back to the board"
          >
            <IconArrowLeft size={16} aria-hidden />
          </Link>
        </Tooltip>
        <h1 className={styles.heading}>{panel.description || 'Takes'}</h1>
        {shown && (
          <>
            <Button
              leftSection={<IconPin size={16} aria-hidden />}
              disabled={isChosen}
              loading={actions.choose.isPending}
              onClick={() => actions.choose.mutate(shown)}
            >
              {isChosen ? 'Chosen' : 'Choose'}
            </Button>
            <Button
              variant={other ? 'light' : 'default'}
              leftSection={<IconColumns2 size={16} aria-hidden />}
              aria-pressed={Boolean(other)}
              disabled={takes.length < 2}
              onClick={compare}
            >
              Compare
            </Button>
            <Button
              variant={way ? 'light' : 'default'}
              leftSection={<IconWand size={16} aria-hidden />}
              aria-pressed={way !== null}
              disabled={shown.kind !== 'image'}
              title={shown.kind === 'image' ? undefined : 'Things are made from pictures, and this is a film.'}
              onClick={begin}
            >
              Make from it
            </Button>
            <ActionIcon
              size="md"
              aria-label={shown.favourite ? 'No longer a favourite' : 'Favourite'}
              aria-pressed={shown.favourite}
              onClick={() => actions.favourite.mutate(shown)}
            >
              {shown.favourite ? <IconHeartFilled size={16} aria-hidden /> : <IconHeart size={16} aria-hidden />}
            </ActionIcon>
            <ActionIcon size="md" aria-label="Delete the take" onClick={() => actions.remove.mutate(shown)}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </>
        )}
      </header>
      {shown ? (
        <>
          <div className={styles.stage}>
            {other ? (
              <Compare panelId={panel.id} left={shown} right={other} nameOf={nameOf} />
            ) : way?.beside.includes('mask') ? (
              <MaskEditor
                key={shown.id}
                take={shown}
                name={nameOf(shown)}
                canvas={mask}
                painted={painted}
                onPainted={setPainted}
              />
            ) : (
              <TakeMedia key={shown.id} take={shown} name={nameOf(shown)} />
            )}
          </div>
          <Filmstrip
            takes={takes}
            shown={shown.id}
            against={other?.id ?? null}
            chosen={chosen}
            nameOf={nameOf}
            onShow={take => (other && take.id !== shown.id ? compareWith(take.id) : show(take.id))}
          />
          <aside className={styles.side} aria-label="About the take">
            {way && (
              <section aria-labelledby="make">
                <h2 id="make">From {nameOf(shown)}</h2>
                <MakeFrom
                  key={shown.id}
                  {...{ panel, takes, nameOf, way, mask, painted }}
                  take={shown}
                  onWay={make}
                  onAsked={() => {
                    make(null)
                    // What comes of it is chosen, and so is shown as it lands.
                    show(null)
                  }}
                />
              </section>
            )}
            <section aria-labelledby="how">
              <h2 id="how">{nameOf(shown)}</h2>
              <Provenance panelId={panel.id} take={shown} actions={actions} />
            </section>
            <section aria-labelledby="branches">
              <h2 id="branches">Branches</h2>
              <Branches tree={tree} shown={shown} nameOf={nameOf} actions={actions} />
              <BranchTree tree={tree} shown={shown.id} chosen={chosen} nameOf={nameOf} onShow={take => show(take.id)} />
              <DeletedTakes panelId={panel.id} actions={actions} />
            </section>
          </aside>
        </>
      ) : (
        <div className={styles.none}>
          <EmptyState
            title="No takes yet"
            description="A take is one result of drawing the panel. Each stays, and one of them is chosen."
          >
            <LinkButton mt="md" to="/projects/$id/generate" params={{ id: panel.projectId }}>
              Draw the panel
            </LinkButton>
          </EmptyState>
          <DeletedTakes panelId={panel.id} actions={actions} />
        </div>
      )}
    </div>
  )
}

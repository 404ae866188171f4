import { Button, Skeleton, Spoiler } from '@mantine/core'
import type { Take } from '@storycanvas/api'
import { IconCopy, IconRepeat } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { staleTakesQuery, takeQuery } from '../../api/queries.ts'
import { ago, spell } from '../../shell/humanTime.ts'
import { money } from '../../shell/money.ts'
import styles from './Takes.module.css'
import type { TakeActions } from './useTakes.ts'
import { fieldName, secondsTaken, valueText } from './words.ts'

type Props = { panelId: string; take: Take; actions: TakeActions }

/** How a take came about, and asking for it once more. */
export function Provenance({ panelId, take, actions }: Props) {
  const { data } = useQuery(takeQuery(panelId, take.id))
  if (!data) return <Skeleton h={200} />
  const { provenance: p } = data
  const seconds = secondsTaken(p)
  return (
    <div className={styles.provenance}>
      {data.stale && (
        <Stale changes={data.changes} projectId={take.projectId} panelId={panelId}>
          <Button loading={actions.update.isPending} onClick={() => actions.update.mutate(data)}>
            Draw as the panel is now
          </Button>
        </Stale>
      )}
      <dl className={styles.facts}>
        <Fact name="Made by">{data.provider}</Fact>
        <Fact name="Model">{[data.model, p.preset !== data.model && p.preset].filter(Boolean).join(' · ')}</Fact>
        <Fact name="Seed">
          <span className="timecode">{data.seed}</span>
        </Fact>
        <Fact name="Size">
          {data.width} × {data.height}
        </Fact>
        {p.server && <Fact name="Server">{p.server}</Fact>}
        {p.workflow && <Fact name="Workflow">{p.workflow}</Fact>}
        <Fact name="Cost">{p.costMicros === null ? 'not known' : money(p.costMicros)}</Fact>
        <Fact name="Made">
          {ago(data.createdAt)}
          {seconds !== null && `, in ${spell(seconds)}`}
        </Fact>
      </dl>
      <Words name="Prompt" text={p.prompt} />
      <Words name="Kept out" text={p.negativePrompt} />
      {p.references.length > 0 && (
        <Words
          name="References"
          text={p.references.map(({ what, hash }) => `${fieldName(what)} ${hash.slice(0, 12)}`).join('\n')}
        />
      )}
      {Object.keys(p.parameters).length > 0 && (
        <dl className={styles.facts} aria-label="Parameters">
          {Object.entries(p.parameters).map(([name, value]) => (
            <Fact key={name} name={fieldName(name)}>
              {valueText(value)}
            </Fact>
          ))}
        </dl>
      )}
      <div className={styles.buttons}>
        <Button
          variant="default"
          leftSection={<IconRepeat size={16} aria-hidden />}
          loading={actions.again.isPending}
          disabled={take.generationId === null}
          onClick={() => actions.again.mutate(take)}
        >
          Make it again
        </Button>
        <Button
          variant="default"
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={() => void navigator.clipboard.writeText(JSON.stringify(data, null, 2))}
        >
          Copy the record
        </Button>
      </div>
    </div>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function Words({ name, text }: { name: string; text: string | null }) {
  if (!text) return null
  return (
    <div className={styles.words}>
      <h3>{name}</h3>
      <Spoiler maxHeight={110} showLabel="Show all" hideLabel="Show less">
        {text}
      </Spoiler>
    </div>
  )
}

type StaleProps = {
  changes: readonly { field: string; left: unknown; right: unknown }[]
  projectId: string
  panelId: string
  children: ReactNode
}

/** What has changed since the take was made, and what making it anew costs. */
function Stale({ changes, projectId, panelId, children }: StaleProps) {
  const { data } = useQuery(staleTakesQuery(projectId))
  const cost = data?.items.find(item => item.panelId === panelId)?.costMicros
  return (
    <div className={styles.staleNote}>
      <b>The panel has changed since</b>
      <ul>
        {changes.map(({ field, left, right }) => (
          <li key={field}>
            <i>{fieldName(field)}</i>: <del>{valueText(left)}</del> → <ins>{valueText(right)}</ins>
          </li>
        ))}
      </ul>
      {cost !== undefined && <p>Running it again costs {money(cost)}.</p>}
      {children}
    </div>
  )
}

import { SegmentedControl, Text } from '@mantine/core'
import type { GenerationServer, PresetNow } from '@storycanvas/api'
import { useRef, useState } from 'react'
import { useAccount } from '../../api/server.ts'
import { Mark } from '../../shell/Mark.tsx'
import styles from './Generate.module.css'
import { kindLabel, mustWait, serversFor } from './kinds.ts'
import { BringWorkflow } from './own/BringWorkflow.tsx'
import { TakeAway } from './own/TakeAway.tsx'

type Props = {
  presets: readonly PresetNow[]
  servers: readonly GenerationServer[]
  chosen: string
  onChoose: (id: string) => void
}
const filters = ['All', 'Pictures', 'Films', 'Ready', 'Own'] as const
type Filter = (typeof filters)[number]

const isFilm = ({ kinds }: PresetNow) => kinds.some(kind => kind.endsWith('video') || kind === 'lip-sync')
const fits: Record<Filter, (preset: PresetNow) => boolean> = {
  All: () => true,
  Pictures: preset => !isFilm(preset),
  Films: isFilm,
  Ready: preset => !mustWait(preset),
  Own: ({ own }) => own,
}

/** What can draw: what each needs, who runs it, or in words why nobody does. */
export function Presets({ presets, servers, chosen, onChoose }: Props) {
  const [wanted, setFilter] = useState<Filter>('All')
  const list = useRef<HTMLUListElement>(null)
  const account = useAccount()
  const mayManage = account?.role === 'owner' || account?.role === 'admin'
  const offered = filters.filter(one => one !== 'Own' || presets.some(fits.Own))
  const filter = offered.find(one => one === wanted) ?? 'All'
  const shown = presets
    .filter(fits[filter])
    .toSorted((a, b) => Number(mustWait(a)) - Number(mustWait(b)) || Number(b.own) - Number(a.own))
  const added = (id: string) => {
    setFilter('All')
    onChoose(id)
  }
  return (
    <>
      {mayManage && <BringWorkflow servers={servers} onAdded={added} />}
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label="Which presets"
        data={offered.map(value => ({ value, label: `${value} ${presets.filter(fits[value]).length}` }))}
        value={filter}
        onChange={value => setFilter(value)}
      />
      <ul ref={list} className={styles.presets} aria-label="Presets" tabIndex={-1}>
        {shown.map(preset => (
          <li key={preset.id} className={styles.offered}>
            <PresetCard
              preset={preset}
              runsOn={serversFor(preset.id, servers)}
              isChosen={preset.id === chosen}
              onChoose={() => onChoose(preset.id)}
            />
            {preset.own && mayManage && <TakeAway preset={preset} onGone={() => list.current?.focus({ preventScroll: true })} />}
          </li>
        ))}
      </ul>
    </>
  )
}

type CardProps = { preset: PresetNow; runsOn: readonly string[]; isChosen: boolean; onChoose: () => void }

function PresetCard({ preset, runsOn, isChosen, onChoose }: CardProps) {
  const { name, note, kinds, limits, files, memory, builtIn, own, waits } = preset
  const [wait] = waits
  return (
    <button type="button" className={styles.preset} aria-pressed={isChosen} onClick={onChoose}>
      <span className={styles.presetHead}>
        <b>{name}</b>
        {own && <Mark tone="busy">your own</Mark>}
        {builtIn && <Mark tone="good">built-in</Mark>}
        {!builtIn && mustWait(preset) && <Mark tone="quiet">waits</Mark>}
        {!builtIn && !mustWait(preset) && <Mark tone="good">ready</Mark>}
      </span>
      {note && <span>{note}</span>}
      <span className={styles.small}>{kinds.map(kindLabel).join(' · ')}</span>
      {limits.map(limit => (
        <span key={limit} className={styles.small}>
          {limit}
        </span>
      ))}
      {memory && (
        <span className={styles.small}>
          Needs {memory.least} GB of video memory, better {memory.comfortable} GB
        </span>
      )}
      {runsOn.length > 0 && <Text size="xs">Runs on {runsOn.join(', ')}</Text>}
      {wait && mustWait(preset) && <Text size="xs">{wait.reason}</Text>}
      {mustWait(preset) && files.length > 0 && (
        <span className={styles.files} title={files.join('\n')}>
          {files.join(', ')}
        </span>
      )}
    </button>
  )
}

import { ActionIcon, Menu } from '@mantine/core'
import type { GenerationServer, Job } from '@storycanvas/api'
import { IconDots } from '@tabler/icons-react'
import { useAction } from '../../../api/actions.tsx'
import { keys } from '../../../api/queries.ts'
import { server as api } from '../../../api/server.ts'
import { ago, spell } from '../../../shell/humanTime.ts'
import { Mark } from '../../../shell/Mark.tsx'
import { InHand } from './InHand.tsx'
import styles from './Lanes.module.css'
import { standingOf, troubleOf } from './words.ts'

type Props = {
  server: GenerationServer
  jobs: ReadonlyMap<string, Job>
  mayManage: boolean
  onLooked: (server: GenerationServer) => void
}

/** A server: what runs there, what is next, how it does. */
export function Lane({ server, jobs, mayManage, onLooked }: Props) {
  const { label, inHand, slots, lastPreset, secondsPerRun, memory, version, seenAt } = server
  const { tone, word } = standingOf(server)
  const trouble = troubleOf(server)
  const running = inHand.filter(({ state }) => state === 'running')
  const waiting = inHand.filter(({ state }) => state === 'waiting')
  const foreign = { running: server.running - running.length, waiting: server.waiting - waiting.length }
  const facts = [
    lastPreset && `${lastPreset} loaded`,
    secondsPerRun !== null && `${spell(secondsPerRun)} a run`,
    memory !== null && `${memory} GB`,
    slots > 1 && `${slots} at once`,
    version && `ComfyUI ${version}`,
    seenAt ? `seen ${ago(seenAt)}` : 'never seen',
  ].filter(Boolean)
  return (
    <article className={styles.lane} aria-label={`Server ${label}`}>
      <header className={styles.head}>
        <h3>{label}</h3>
        <Mark tone={tone}>{word}</Mark>
        {mayManage && <LaneMenu server={server} onLooked={onLooked} />}
      </header>
      <p className={styles.small}>{facts.join(' · ')}</p>
      {trouble && <p className={styles.trouble}>{trouble}</p>}
      {running.map(({ jobId }) => (
        <InHand key={jobId} job={jobs.get(jobId)} />
      ))}
      {foreign.running > 0 && <div className={styles.idle}>{counted(foreign.running)} of other people at work</div>}
      {server.running === 0 && <div className={styles.idle}>Nothing runs here</div>}
      {waiting.map(({ jobId }) => (
        <p key={jobId} className={styles.next}>
          Next: {jobs.get(jobId)?.title ?? 'other work'}
        </p>
      ))}
      {foreign.waiting > 0 && <p className={styles.next}>Next: {counted(foreign.waiting)} of other people</p>}
    </article>
  )
}

const counted = (jobs: number) => (jobs === 1 ? 'One job' : `${jobs} jobs`)

function LaneMenu({ server, onLooked }: Pick<Props, 'server' | 'onLooked'>) {
  const { id, label, state } = server
  const refreshes = [keys.generationServers, keys.presets]
  const put = useAction({
    run: (next: GenerationServer['state']) => api.updateGenerationServer({ params: { id }, body: { state: next } }),
    refreshes,
  })
  const drain = useAction({ run: () => api.drainGenerationServer({ params: { id } }), refreshes })
  const probe = useAction({ run: () => api.probeGenerationServer({ params: { id } }), refreshes, done: onLooked })
  const remove = useAction({ run: () => api.deleteGenerationServer({ params: { id } }), refreshes })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon ml="auto" aria-label={`What to do with ${label}`} loading={probe.isPending}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => probe.mutate()}>Look at it now</Menu.Item>
        {state === 'enabled' && <Menu.Item onClick={() => drain.mutate()}>Drain: finish what it has</Menu.Item>}
        {state !== 'enabled' && <Menu.Item onClick={() => put.mutate('enabled')}>Give it work again</Menu.Item>}
        {state !== 'off' && <Menu.Item onClick={() => put.mutate('off')}>Switch it off</Menu.Item>}
        <Menu.Item color="red" onClick={() => remove.mutate()}>
          Take it out of the pool
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

import { List, Text } from '@mantine/core'
import type { GenerationServer, WorkflowRead } from '@storycanvas/api'
import { Mark } from '../../../shell/Mark.tsx'
import styles from './Own.module.css'

type Props = { asked: readonly GenerationServer[]; read: Pick<WorkflowRead, 'can' | 'cannot'> }

/** Which servers can run it now, and of the others why not. */
export function CanRun({ asked, read: { can, cannot } }: Props) {
  const able = asked.filter(({ id }) => can.some(({ serverId }) => serverId === id))
  const ready = able.filter(({ state, condition }) => state === 'enabled' && condition !== 'resting')
  const held = able.filter(one => !ready.includes(one))
  const silent = asked.filter(({ id }) => [...can, ...cannot].every(({ serverId }) => serverId !== id))
  return (
    <section aria-label="Servers">
      {ready.length > 0 ? (
        <Text size="sm">
          <Mark tone="good">ready</Mark> {ready.map(({ label }) => label).join(', ')} can run it.
        </Text>
      ) : (
        <Text size="sm">
          <Mark tone="quiet">waits</Mark> No server can run it now. It can be added all the same, and waits for one that can.
        </Text>
      )}
      {ready.length < asked.length && (
        <List size="sm" mt={6} className={styles.cannot}>
          {cannot.map(({ serverId, server, reasons }) => (
            <List.Item key={serverId}>
              {server} cannot: it {reasons.join('; ')}.
            </List.Item>
          ))}
          {held.map(({ id, label, state }) => (
            <List.Item key={id}>
              {label} has all that it needs, and {state === 'draining' ? 'takes no new work' : 'rests'} now.
            </List.Item>
          ))}
          {silent.map(({ id, label }) => (
            <List.Item key={id}>{label} does not answer, so it is not known whether it can.</List.Item>
          ))}
        </List>
      )}
    </section>
  )
}

import { List, Text } from '@mantine/core'
import type { GenerationServer, WorkflowRead } from '@storycanvas/api'
import { Mark } from '../../../shell/Mark.tsx'
import styles from './Own.module.css'

type Props = { asked: readonly GenerationServer[]; cannot: WorkflowRead['cannot'] }

/** Which servers can run it, and of the others why not. */
export function CanRun({ asked, cannot }: Props) {
  const able = asked.filter(({ label }) => !cannot.some(one => one.server === label))
  const can = able.filter(({ state, condition }) => state === 'enabled' && (condition === 'up' || condition === 'busy'))
  const unknown = able.filter(one => !can.includes(one))
  return (
    <section aria-label="Servers">
      {can.length > 0 ? (
        <Text size="sm">
          <Mark tone="good">ready</Mark> {can.map(({ label }) => label).join(', ')} can run it.
        </Text>
      ) : (
        <Text size="sm">
          <Mark tone="quiet">waits</Mark> No server can run it now. It can be added all the same, and waits for one that can.
        </Text>
      )}
      {cannot.length + unknown.length > 0 && (
        <List size="sm" mt={6} className={styles.cannot}>
          {cannot.map(({ server, reasons }) => (
            <List.Item key={server}>
              {server} cannot: it {reasons.join('; ')}.
            </List.Item>
          ))}
          {unknown.map(({ id, label }) => (
            <List.Item key={id}>{label} is not at work now, so it is not known whether it can.</List.Item>
          ))}
        </List>
      )}
    </section>
  )
}

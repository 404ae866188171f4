import { Table } from '@mantine/core'
import type { Take } from '@storycanvas/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { comparisonQuery } from '../../api/queries.ts'
import styles from './Takes.module.css'
import { TakeMedia } from './TakeMedia.tsx'
import { fieldName, valueText } from './words.ts'

type Props = { panelId: string; left: Take; right: Take; nameOf: (take: Take) => string }

/** Two takes over each other with a slider between them, and in what they differ. */
export function Compare({ panelId, left, right, nameOf }: Props) {
  const [share, setShare] = useState(50)
  return (
    <div className={styles.compare}>
      <div className={styles.room} style={{ '--share': `${share}%`, '--ratio': left.width / left.height }}>
        <div className={styles.over}>
          <TakeMedia take={right} name={nameOf(right)} />
          <div className={styles.left}>
            <TakeMedia take={left} name={nameOf(left)} />
          </div>
          <span className={styles.seam} aria-hidden />
          <span className={styles.leftName}>{nameOf(left)}</span>
          <span className={styles.rightName}>{nameOf(right)}</span>
          <input
            type="range"
            className={styles.slider}
            min={0}
            max={100}
            value={share}
            aria-label={`How much of ${nameOf(left)} is shown over ${nameOf(right)}`}
            aria-valuetext={`${share} %`}
            onChange={event => setShare(Number(event.currentTarget.value))}
          />
        </div>
      </div>
      <Differences panelId={panelId} left={left} right={right} nameOf={nameOf} />
    </div>
  )
}

function Differences({ panelId, left, right, nameOf }: Props) {
  const { data } = useQuery(comparisonQuery(panelId, left.id, right.id))
  if (!data) return null
  if (data.differences.length === 0) return <p className={styles.quiet}>Both were asked for in exactly the same way.</p>
  return (
    <Table.ScrollContainer minWidth={360}>
      <Table verticalSpacing={4} aria-label="In what they differ">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={140}>Differs in</Table.Th>
            <Table.Th>{nameOf(left)}</Table.Th>
            <Table.Th>{nameOf(right)}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.differences.map(({ field, left: one, right: other }) => (
            <Table.Tr key={field}>
              <Table.Th>{fieldName(field)}</Table.Th>
              <Table.Td className={styles.value}>{valueText(one)}</Table.Td>
              <Table.Td className={styles.value}>{valueText(other)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

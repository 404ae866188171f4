import { Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './Entrance.module.css'

type Props = { title: string; lead?: string; children: ReactNode; below?: ReactNode; wide?: boolean }

/** The room before one is signed in. */
export function Entrance({ title, lead, children, below, wide = false }: Props) {
  return (
    <main className={styles.entrance}>
      <Stack w="100%" maw={wide ? 860 : 400} gap="lg">
        <Stack gap="xs" align="center">
          <img src="/icon.svg" alt="" width={48} height={48} />
          <Title order={1} size="h2" ta="center">
            {title}
          </Title>
          {lead && (
            <Text c="dimmed" ta="center">
              {lead}
            </Text>
          )}
        </Stack>
        {wide ? (
          children
        ) : (
          <Paper withBorder p="lg" bg="var(--raised)">
            {children}
          </Paper>
        )}
        {below && <Text ta="center">{below}</Text>}
      </Stack>
    </main>
  )
}

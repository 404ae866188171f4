import { Skeleton, Spoiler, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { panelPromptQuery } from '../../../api/queries.ts'
import styles from '../Board.module.css'

/** The prompt as it would be sent, each part under the name of where it comes from. */
export function PromptPreview({ panelId }: { panelId: string }) {
  const { data } = useQuery(panelPromptQuery(panelId))
  return (
    <Stack gap={6}>
      <Title order={3} size="h6">
        Prompt as it would be sent
      </Title>
      {!data && <Skeleton h={60} />}
      {data && (
        <Spoiler maxHeight={220} showLabel="Show all" hideLabel="Show less">
          {data.parts.map((part, at) => (
            <p key={at} className={styles.part}>
              <b>
                {part.source}
                {part.label && part.label !== part.source ? ` · ${part.label}` : ''}
              </b>
              {part.text}
            </p>
          ))}
          {data.negativePrompt && (
            <p className={styles.part}>
              <b>kept out</b>
              {data.negativePrompt}
            </p>
          )}
          {data.parts.length === 0 && (
            <Text size="sm" c="dimmed">
              Nothing yet: describe the panel.
            </Text>
          )}
        </Spoiler>
      )}
    </Stack>
  )
}

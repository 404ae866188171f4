import { Skeleton, Spoiler, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { PanelPrompt } from '@storycanvas/api'
import { panelPromptQuery, styleTemplatesQuery } from '../../../api/queries.ts'
import styles from '../Board.module.css'

export function PromptPreview({ panelId }: { panelId: string }) {
  const { data } = useQuery(panelPromptQuery(panelId))
  return <PromptParts prompt={data} />
}

/** A prompt as it would be sent, each part under the name of where it comes from. */
export function PromptParts({ prompt: data }: { prompt: PanelPrompt | undefined }) {
  return (
    <Stack gap={6}>
      <Title order={3} size="h6">
        Prompt as it would be sent
      </Title>
      {!data && <Skeleton h={60} />}
      {data && (
        <Spoiler maxHeight={220} showLabel="Show all" hideLabel="Show less">
          {data.parts.map((part, at) => (
            <p key={at} className={styles.part} data-source={part.source}>
              <b>
                <Source part={part} />
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

type Part = PanelPrompt['parts'][number]

const kinds: Record<Part['source'], string> = {
  style: 'Style',
  instruction: 'Direction',
  location: 'Place',
  character: 'Character',
  panel: 'This picture',
  camera: 'Camera',
}

/** Where a part comes from, and the way there where it stands on another page. */
function Source({ part: { source, label, text } }: { part: Part }) {
  const templates = useQuery({ ...styleTemplatesQuery, enabled: source === 'style' })
  const template = templates.data?.items.find(({ prompt }) => prompt.trim() !== '' && prompt.trim() === text.trim())
  const { id = '' } = useParams({ strict: false })
  const params = { id }
  if (source === 'style')
    return (
      <Link to="/projects/$id/generate" params={params}>
        {kinds.style} of the project{template ? ` · ${template.name}` : ''}
      </Link>
    )
  if (source === 'character' || source === 'location')
    return (
      <Link to="/projects/$id/cast" params={params}>
        {kinds[source]} · {label}
      </Link>
    )
  return label === kinds[source] ? label : `${kinds[source]} · ${label.replace(/^Direction /, '')}`
}

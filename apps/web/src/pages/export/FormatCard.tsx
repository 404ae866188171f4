import { Button, Card, Group, List, Select, Text } from '@mantine/core'
import type { ExportFormat } from '@storycanvas/api'
import { IconCheck, IconDownload, IconFileZip } from '@tabler/icons-react'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { saveAs } from '../../api/download.ts'
import { server } from '../../api/server.ts'
import styles from './Export.module.css'

type Choice = { [name in ExportFormat['options'][number]['name']]?: string }

/** A format: who reads it, what of this very cut it cannot carry, and its document with or without the media. */
export function FormatCard({ projectId, format }: { projectId: string; format: ExportFormat }) {
  const { id, label, programs, extension, losses, options, takesMedia } = format
  const [choice, setChoice] = useState<Choice>({})
  const download = useAction({
    run: async (media: 'package' | undefined) =>
      saveAs(
        await server.exportProject({ params: { id: projectId, format: id }, query: { ...choice, media } }),
        `export${media ? '.zip' : extension}`,
      ),
  })
  const isLoading = (media: 'package' | undefined) => download.isPending && download.variables === media
  return (
    <Card withBorder padding="sm" bg="var(--raised)" aria-label={label} component="article" className={styles.card}>
      <Text fw={600}>{label}</Text>
      <Text size="xs" c="dimmed">
        {programs} · {extension}
      </Text>
      {losses.length === 0 ? (
        <Group gap={6} mt="xs">
          <IconCheck size={14} aria-hidden color="var(--mantine-color-green-6)" />
          <Text size="xs">Carries all of this cut</Text>
        </Group>
      ) : (
        <List size="xs" mt="xs" spacing={2}>
          {losses.map(({ code, message, count }) => (
            <List.Item key={`${code} ${message}`}>
              {message}
              {count > 1 && ` (${count} times)`}
            </List.Item>
          ))}
        </List>
      )}
      <Group gap="xs" mt="auto" pt="sm" align="flex-end">
        {options.map(option => (
          <Select
            key={option.name}
            label={option.label}
            w={option.name === 'version' ? 112 : 150}
            data={option.values}
            value={choice[option.name] ?? option.values[0]?.value ?? null}
            onChange={value => setChoice({ ...choice, ...(value === null ? {} : { [option.name]: value }) })}
          />
        ))}
        <Group gap="xs" ml="auto">
          {takesMedia && (
            <Button
              variant="default"
              leftSection={<IconFileZip size={14} aria-hidden />}
              aria-label={`Download ${label} with media`}
              loading={isLoading('package')}
              onClick={() => download.mutate('package')}
            >
              With media
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            aria-label={`Download ${label}`}
            loading={isLoading(undefined)}
            onClick={() => download.mutate(undefined)}
          >
            Download
          </Button>
        </Group>
      </Group>
    </Card>
  )
}

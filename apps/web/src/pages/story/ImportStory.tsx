import { Alert, Button, FileButton, Group, List, Loader, Modal, Stack, Table, Text } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { GrowingText } from '../../fields/GrowingText.tsx'
import { Complaint } from '../../shell/Complaint.tsx'
import { spell } from '../../shell/humanTime.ts'
import { useFocusBack } from '../../shell/useFocusBack.ts'
import { type Counts, countsOf, type ImportReport } from './counts.ts'

type Props = { projectId: string; start: { name: string; text: string }; onClose: () => void }

/** A story to bring in: what it would become is shown before anything is made. */
export function ImportStory({ projectId, start, onClose }: Props) {
  const [text, setText] = useState(start.text)
  const [read, setRead] = useState(start.text)
  const readSoon = useDebouncedCallback(setRead, 500)
  const change = (next: string) => {
    setText(next)
    readSoon(next)
  }
  const hasWords = read.trim() !== ''
  const preview = useQuery({
    queryKey: ['import-preview', projectId, read],
    enabled: hasWords,
    gcTime: 0,
    retry: false,
    queryFn: ({ signal }) =>
      server.importIntoProject({ params: { id: projectId }, body: { text: read, preview: true } }, { signal }),
  })
  const bringIn = useAction({
    run: () => server.importIntoProject({ params: { id: projectId }, body: { text } }),
    refreshes: [keys.project(projectId), keys.projects],
    done: ({ made, writer }) => {
      onClose()
      notifications.show({ title: 'Story imported', message: `${sentence(countsOf(made))}, broken down by the ${writer}.` })
    },
    quiet: true,
  })
  useFocusBack()
  const isReading = hasWords && (preview.isFetching || read !== text)
  return (
    <Modal opened onClose={onClose} title={start.name ? `Import ${start.name}` : 'Import story'} size="xl">
      <Stack>
        <GrowingText
          label="Screenplay (Fountain or Final Draft) or prose"
          description="Paste it here, or choose a file. Importing again merges: scenes you have are kept."
          lines={10}
          mostLines={16}
          data-autofocus
          value={text}
          onChange={event => change(event.currentTarget.value)}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        {isReading && (
          <Group gap="xs" role="status">
            <Loader size="xs" /> <Text size="sm">Reading the story…</Text>
          </Group>
        )}
        {preview.error && !isReading && <Complaint error={preview.error} />}
        {preview.data && !isReading && hasWords && <Preview {...preview.data} />}
        {bringIn.error && <Complaint error={bringIn.error} />}
        <Group justify="space-between">
          <FileButton accept=".fountain,.spmd,.fdx,.txt,.md,text/plain" onChange={file => void file?.text().then(change)}>
            {props => (
              <Button variant="default" {...props}>
                Choose a file
              </Button>
            )}
          </FileButton>
          <Group>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button loading={bringIn.isPending} disabled={text.trim() === ''} onClick={() => bringIn.mutate()}>
              Import
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  )
}

const isOrAre = (count: number) => `${count} ${count === 1 ? 'is' : 'are'}`

const sentence = (counts: Counts) => counts.map(({ label, value }) => `${value} ${label.toLowerCase()}`).join(', ')

const formats = { fountain: 'a Fountain screenplay', 'final-draft': 'a Final Draft screenplay', prose: 'prose' } satisfies Record<
  ImportReport['format'],
  string
>

function Preview({ format, writer, made, merged, notes }: ImportReport) {
  const isMerge = merged.changed + merged.kept + merged.missing > 0
  return (
    <Alert variant="default" title={`Read as ${formats[format]} by the ${writer}`}>
      <Table withRowBorders={false} verticalSpacing={2} w="auto">
        <Table.Tbody>
          {countsOf(made).map(({ label, value }) => (
            <Table.Tr key={label}>
              <Table.Td ta="right" className="timecode">
                {value}
              </Table.Td>
              <Table.Td>{label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" mt="xs">
        About {spell(made.durationMs / 1000)} on screen.
        {isMerge &&
          ` Of its scenes ${isOrAre(merged.added)} new, ${merged.changed} changed and ${merged.kept} as here. ${merged.missing} of those here ${merged.missing === 1 ? 'is not in the text and stays' : 'are not in the text and stay'}.`}
      </Text>
      {notes.length > 0 && (
        <List size="sm" mt="xs">
          {notes.map(note => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  )
}

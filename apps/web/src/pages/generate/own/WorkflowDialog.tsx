import { Button, Group, Loader, Modal, Select, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { GenerationServer } from '@storycanvas/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { server } from '../../../api/server.ts'
import { toBase64 } from '../../../live/base64.ts'
import { useFocusBack } from '../../../shell/useFocusBack.ts'
import { nameFromFile } from './dropped.ts'
import { WorkflowForm } from './WorkflowForm.tsx'
import { WrongFile } from './WrongFile.tsx'

type Props = {
  fileName: string
  bytes: Uint8Array
  servers: readonly GenerationServer[]
  onAdded: (preset: string) => void
  onClose: () => void
}

/** What was understood of a workflow, to be put right before it becomes a preset. */
export function WorkflowDialog({ fileName, bytes, servers, onAdded, onClose }: Props) {
  const [reader, setReader] = useState<string | null>(null)
  const isNarrow = useMediaQuery('(max-width: 48em)')
  const read = useQuery({
    queryKey: ['workflow', fileName, reader],
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    queryFn: ({ signal }) =>
      server.readWorkflow({ body: { file: toBase64(bytes), ...(reader === null ? {} : { serverId: reader }) } }, { signal }),
  })
  useFocusBack()
  const asked = servers.filter(({ kind, state }) => kind === 'comfyui' && state !== 'off')
  return (
    <Modal opened onClose={onClose} title={`Bring ${fileName}`} size={960} fullScreen={isNarrow ?? false}>
      {read.isFetching && (
        <Group gap="xs" role="status">
          <Loader size="xs" /> <Text size="sm">Reading the workflow…</Text>
        </Group>
      )}
      {read.error && !read.isFetching && (
        <Stack>
          <WrongFile title="The workflow cannot be read" error={read.error} />
          {asked.length > 0 && (
            <Select
              label="Read it with the nodes of"
              description="A workflow that the page saved names only the nodes; a server that has them knows what their inputs are called."
              data={asked.map(({ id, label }) => ({ value: id, label }))}
              placeholder="Any server that runs now"
              value={reader}
              onChange={setReader}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={onClose}>
              Close
            </Button>
            <Button onClick={() => void read.refetch()}>Read it again</Button>
          </Group>
        </Stack>
      )}
      {read.data && (
        <WorkflowForm
          read={read.data}
          suggestedName={nameFromFile(fileName)}
          asked={reader === null ? asked : asked.filter(({ id }) => id === reader)}
          onCancel={onClose}
          onAdded={preset => {
            onClose()
            onAdded(preset)
          }}
        />
      )}
    </Modal>
  )
}

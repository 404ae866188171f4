import { CloseButton, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { complaintOf } from '../../api/problem.ts'
import { dismissUpload, type Upload, useUploads } from '../../api/uploads.ts'
import { bytesLabel } from '../../shell/humanTime.ts'

/** What is on its way up, with a way to stop it. */
export function UploadList() {
  const uploads = useUploads()
  if (uploads.length === 0) return null
  return (
    <Paper withBorder p="sm" bg="var(--raised)" aria-label="Uploads" component="section">
      <Stack gap="xs">
        {uploads.map(upload => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </Stack>
    </Paper>
  )
}

function UploadRow({ upload }: { upload: Upload }) {
  const { name, bytes, sent, state } = upload
  const isOver = state.kind === 'done' || state.kind === 'failed'
  return (
    <Group wrap="nowrap" gap="sm">
      <Stack gap={2} flex={1} miw={0}>
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" truncate>
            {name}
          </Text>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {state.kind === 'sending' && `${bytesLabel(sent)} of ${bytesLabel(bytes)}`}
            {state.kind === 'checking' && 'Checking the file…'}
            {state.kind === 'done' && 'Uploaded; it is being processed'}
          </Text>
        </Group>
        {!isOver && (
          <Progress
            value={(sent / Math.max(1, bytes)) * 100}
            aria-label={`Upload of ${name}`}
            animated={state.kind === 'checking'}
          />
        )}
        {state.kind === 'failed' && (
          <Text size="sm" c="var(--mantine-color-error)">
            {complaintOf(state.error).detail} {complaintOf(state.error).remedy}
          </Text>
        )}
      </Stack>
      <CloseButton
        aria-label={isOver ? `Take ${name} off the list` : `Cancel the upload of ${name}`}
        onClick={() => dismissUpload(upload.id)}
      />
    </Group>
  )
}

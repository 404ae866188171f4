import { ActionIcon, Button, CloseButton, FileButton, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import type { Upload as KnownUpload } from '@storycanvas/api'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { complain } from '../../api/actions.tsx'
import { complaintOf, isProblem } from '../../api/problem.ts'
import { uploadsQuery } from '../../api/queries.ts'
import {
  canRetry,
  dismissUpload,
  forgetUpload,
  isUnderWay,
  pauseUpload,
  resumeUpload,
  retryUpload,
  startUploads,
  type Upload,
  useUploads,
} from '../../api/uploads/uploads.ts'
import { ago, bytesLabel, spell } from '../../shell/humanTime.ts'
import { TextLink } from '../../shell/TextLink.tsx'
import styles from './Library.module.css'

/** Kinds that systems do not know for videos by themselves are named. */
export const videoFiles = 'video/*,.mkv,.mxf,.mts,.m2ts,.ts,.vob,.flv,.3gp'

/** What is on its way up with ways to stop it, and what broke off earlier and can go on. */
export function UploadList() {
  const uploads = useUploads()
  const { data } = useQuery(uploadsQuery)
  const brokenOff = data?.items.filter(({ fingerprint }) => !isUnderWay(fingerprint)) ?? []
  if (uploads.length === 0 && brokenOff.length === 0) return null
  return (
    <Paper withBorder p="sm" bg="var(--raised)" aria-label="Uploads" component="section">
      <Stack gap="xs">
        {uploads.map(upload => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
        {brokenOff.map(upload => (
          <BrokenOffRow key={upload.id} upload={upload} />
        ))}
      </Stack>
    </Paper>
  )
}

function UploadRow({ upload }: { upload: Upload }) {
  const { id, name, bytes, sent, state } = upload
  const complaint = state.kind === 'failed' ? complaintOf(state.error) : null
  const isOver = state.kind === 'done' || state.kind === 'failed'
  return (
    <Group wrap="nowrap" gap="sm">
      <Stack gap={2} flex={1} miw={0}>
        <div className={styles.uploadHead}>
          <Text size="sm" truncate className={styles.uploadName} title={name}>
            {name}
          </Text>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            <UploadWords upload={upload} />
          </Text>
        </div>
        {!isOver && (
          <Progress
            value={(sent / Math.max(1, bytes)) * 100}
            color={state.kind === 'paused' ? 'gray' : 'accent'}
            aria-label={`Upload of ${name}`}
            animated={state.kind === 'checking'}
          />
        )}
        {state.kind === 'done' && state.video.duplicateOf && (
          <Text size="xs" c="dimmed">
            The same film is in your library already, as{' '}
            <TextLink to="/watch/$id" params={{ id: state.video.duplicateOf }}>
              this video
            </TextLink>
            ; its bytes are stored once.
          </Text>
        )}
        {complaint && (
          <Text size="sm" c="var(--mantine-color-error)">
            {complaint.detail} {complaint.remedy}
          </Text>
        )}
      </Stack>
      {(state.kind === 'sending' || state.kind === 'waiting') && (
        <ActionIcon aria-label={`Pause the upload of ${name}`} onClick={() => pauseUpload(id)}>
          <IconPlayerPause size={16} aria-hidden />
        </ActionIcon>
      )}
      {state.kind === 'paused' && (
        <ActionIcon aria-label={`Go on with the upload of ${name}`} onClick={() => resumeUpload(id)}>
          <IconPlayerPlay size={16} aria-hidden />
        </ActionIcon>
      )}
      {state.kind === 'failed' && canRetry(id) && mayGoLater(state.error) && (
        <Button size="compact-xs" variant="default" aria-label={`Try ${name} again`} onClick={() => retryUpload(id)}>
          Try again
        </Button>
      )}
      <CloseButton
        aria-label={isOver ? `Take ${name} off the list` : `Cancel the upload of ${name}`}
        onClick={() => dismissUpload(id)}
      />
    </Group>
  )
}

/** Whether the same file may be taken at another time: not what was refused for what it is. */
const mayGoLater = (error: unknown) =>
  !isProblem(error) || !['unreadable-media', 'unsupported-media', 'too-large'].includes(error.problem.code)

function UploadWords({ upload: { bytes, sent, secondsLeft, state } }: { upload: Upload }) {
  const amount = `${bytesLabel(sent)} of ${bytesLabel(bytes)}`
  switch (state.kind) {
    case 'waiting':
      return 'Waiting for its turn'
    case 'paused':
      return `Paused at ${amount}`
    case 'checking':
      return 'Checking the file…'
    case 'done':
      return (
        <TextLink to="/watch/$id" params={{ id: state.video.id }}>
          Uploaded
        </TextLink>
      )
    case 'failed':
      return ''
    case 'sending':
      return secondsLeft === null ? amount : `${amount} · ${spell(secondsLeft)} left`
  }
}

/** The browser forgot the file with the reload, so a person has to point at it again; the server knows how far it was. */
function BrokenOffRow({ upload: { id, fileName, bytes, received, createdAt } }: { upload: KnownUpload }) {
  const choose = (file: File | null) => {
    if (!file) return
    if (file.name !== fileName || file.size !== bytes)
      return complain(new Error(`This is another file. Choose ${fileName} with ${bytesLabel(bytes)}.`))
    void startUploads([file])
  }
  return (
    <Group wrap="nowrap" gap="sm">
      <Stack gap={2} flex={1} miw={0}>
        <div className={styles.uploadHead}>
          <Text size="sm" truncate className={styles.uploadName}>
            {fileName}
          </Text>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {bytesLabel(received)} of {bytesLabel(bytes)} · begun {ago(createdAt)}
          </Text>
        </div>
        <Progress value={(received / Math.max(1, bytes)) * 100} color="gray" aria-label={`Upload of ${fileName}`} />
        <Text size="xs" c="dimmed">
          Broke off. Choose the same file again, or drop it here, and it goes on from there.
        </Text>
      </Stack>
      <FileButton accept={videoFiles} onChange={choose}>
        {props => (
          <ActionIcon {...props} aria-label={`Choose ${fileName} again to go on`}>
            <IconPlayerPlay size={16} aria-hidden />
          </ActionIcon>
        )}
      </FileButton>
      <CloseButton aria-label={`Cancel the upload of ${fileName}`} onClick={() => void forgetUpload(id).catch(complain)} />
    </Group>
  )
}

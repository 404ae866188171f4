import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { complaintOf } from '../api/problem.ts'

type Props = {
  error: unknown
  /** Without frame and title, where something around it has them. */
  bare?: true
  retry?: () => void
}

/** What happened, to what, and what to do. */
export function Complaint({ error, bare, retry }: Props) {
  const { title, detail, remedy } = complaintOf(error)
  const body = (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">{detail}</Text>
      <Text size="sm" c="dimmed">
        {remedy}
      </Text>
      {retry && (
        <Button size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </Stack>
  )
  if (bare) return body
  return (
    <Alert color="red" variant="outline" title={title} icon={<IconAlertTriangle aria-hidden />} maw={560}>
      {body}
    </Alert>
  )
}

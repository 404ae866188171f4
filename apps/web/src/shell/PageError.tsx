import { Center, Stack, Text, Title } from '@mantine/core'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { Complaint } from './Complaint.tsx'
import { LinkButton } from './LinkButton.tsx'

/** What stands in place of a page that broke; the rest of the app goes on. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  const retry = () => {
    queries.reset()
    reset()
    void router.invalidate()
  }
  return (
    <Center p="xl">
      <Complaint error={error} retry={retry} />
    </Center>
  )
}

export function NotFound() {
  return (
    <Center p="xl" h="100%">
      <Stack align="center" gap="xs">
        <Title order={1} size="h3">
          There is no such page
        </Title>
        <Text c="dimmed">The address may be mistyped, or what stood there was deleted.</Text>
        <LinkButton to="/projects" variant="default">
          Go to your projects
        </LinkButton>
      </Stack>
    </Center>
  )
}

import { Stack, Text, Title } from '@mantine/core'
import { useAccount } from '../../api/server.ts'
import { ApiKeys } from './ApiKeys.tsx'
import { DeleteAccount } from './DeleteAccount.tsx'
import { Password } from './Password.tsx'
import { Sessions } from './Sessions.tsx'
import { Storage } from './Storage.tsx'

export function AccountPage() {
  const account = useAccount()
  if (!account) return null
  return (
    <Stack p="md" gap="xl" maw={980}>
      <div>
        <Title order={1} size="h3">
          {account.name}
        </Title>
        <Text c="dimmed">
          {account.email} · {account.role}
        </Text>
      </div>
      <Storage />
      <Sessions />
      <ApiKeys />
      <Password />
      {account.role !== 'owner' && <DeleteAccount />}
    </Stack>
  )
}

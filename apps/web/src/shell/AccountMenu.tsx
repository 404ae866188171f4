import { ActionIcon, Avatar, type MantineColorScheme, Menu, Text, useMantineColorScheme } from '@mantine/core'
import { IconKey, IconKeyboard, IconLogout } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { session, server, useAccount } from '../api/server.ts'
import { openKeyboardMap } from './KeyboardMap.tsx'

const schemes = [
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
  { value: 'auto', label: 'As the system' },
] as const

/** Ends the session on the server too; here it ends even when the server is away. */
export async function logOut() {
  await server.logOut().catch(() => undefined)
  session.forget()
}

export function AccountMenu() {
  const account = useAccount()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  if (!account) return null
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon size="md" radius="xl" aria-label="Account">
          <Avatar size={26} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" c="var(--text)" truncate>
            {account.name}
          </Text>
          <Text size="xs" truncate>
            {account.email} · {account.role}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconKey size={16} aria-hidden />}>
          Sessions and API keys
        </Menu.Item>
        <Menu.Item onClick={openKeyboardMap} leftSection={<IconKeyboard size={16} aria-hidden />}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={value => setColorScheme(value as MantineColorScheme)}>
          {schemes.map(({ value, label }) => (
            <Menu.RadioItem key={value} value={value}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={() => void logOut()} leftSection={<IconLogout size={16} aria-hidden />}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

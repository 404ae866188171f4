import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconLink } from '@tabler/icons-react'

/** Copies the address of a video, the address from the second that shows, or what puts the player into another page. */
export function Share({ videoId, title }: { videoId: string; title: string }) {
  const address = `${location.origin}/watch/${videoId}`
  const second = () => Math.floor(document.querySelector('video')?.currentTime ?? 0)
  return (
    <Menu>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconLink size={14} aria-hidden />}>
          Share
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void copy(address)}>Copy link</Menu.Item>
        <Menu.Item onClick={() => void copy(`${address}?t=${second()}`)}>Copy link from here on</Menu.Item>
        <Menu.Item onClick={() => void copy(embedCode(`${location.origin}/embed/${videoId}`, title))}>Copy embed code</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Where the page may not reach the clipboard, such as over plain HTTP, the address is shown to be copied by hand. */
async function copy(address: string) {
  const isCopied = await navigator.clipboard?.writeText(address).then(
    () => true,
    () => false,
  )
  notifications.show(isCopied ? { message: 'Copied' } : { title: 'Copy this address', message: address, autoClose: false })
}

const embedCode = (address: string, title: string) =>
  `<iframe src="${address}" title="${title.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" width="640" height="360" allow="fullscreen; picture-in-picture" style="border:0"></iframe>`

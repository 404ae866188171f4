import { Loader, SimpleGrid, Text, Title, UnstyledButton } from '@mantine/core'
import { IconBook2, IconMovie, IconMusic, IconPlayerPlay } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useAction } from '../../api/actions.tsx'
import { openSample } from './openSample.ts'
import { samples } from './samples.ts'
import styles from './StartCards.module.css'

/** The ways into a first film. */
export function StartCards() {
  const navigate = useNavigate()
  const sample = samples[0]
  const open = useAction({
    run: openSample,
    done: id => void navigate({ to: '/projects/$id/board', params: { id } }),
  })
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: sample ? 4 : 3 }}>
      <StartCard
        title="Start from a story"
        text="Make a project and drop in a screenplay or prose: it becomes chapters, scenes and panels."
        Icon={IconBook2}
        onClick={() => void navigate({ to: '/projects', search: { make: true } })}
      />
      <StartCard
        title="Start from a song"
        text="Make a music video: its parts stand ready, and the song under the cut shows its beats."
        Icon={IconMusic}
        onClick={() => void navigate({ to: '/projects', search: { make: 'music-video' } })}
      />
      <StartCard
        title="Start from footage"
        text="Upload videos to the library: they play in every quality, in the browser."
        Icon={IconMovie}
        onClick={() => void navigate({ to: '/library' })}
      />
      {sample && (
        <StartCard
          title="Open the finished sample"
          text={`“${sample.name}”, imported and drawn by the built-in storyboard artist while you watch.`}
          Icon={IconPlayerPlay}
          busy={open.isPending}
          onClick={() => open.mutate(sample)}
        />
      )}
    </SimpleGrid>
  )
}

type CardProps = {
  title: string
  text: string
  Icon: ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>
  onClick: () => void
  busy?: boolean
}

function StartCard({ title, text, Icon, onClick, busy = false }: CardProps) {
  return (
    <UnstyledButton className={styles.card} onClick={onClick} disabled={busy}>
      {busy ? <Loader size={32} /> : <Icon size={32} stroke={1.3} aria-hidden />}
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed">
        {text}
      </Text>
    </UnstyledButton>
  )
}

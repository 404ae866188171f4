import { Badge, EmptyState, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isProblem } from '../../api/problem.ts'
import { watchedVideoQuery } from '../../api/queries.ts'
import { useTopic } from '../../api/realtime/useTopic.ts'
import { useAccount } from '../../api/server.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { Around } from '../../shell/Frame.tsx'
import { ago } from '../../shell/humanTime.ts'
import { LinkButton } from '../../shell/LinkButton.tsx'
import { VideoStatus } from '../library/VideoStatus.tsx'
import { VideoStages } from '../library/VideoStages.tsx'
import { LeftOut } from './LeftOut.tsx'
import { OwnerTools } from './OwnerTools.tsx'
import { Related } from './Related.tsx'
import { Share } from './Share.tsx'
import { Statistics } from './Statistics.tsx'
import { VideoPlayer } from './player/VideoPlayer.tsx'
import styles from './Watch.module.css'

export function Watch() {
  const { id } = useParams({ from: '/watch/$id' })
  const account = useAccount()
  const video = useQuery(watchedVideoQuery(id))
  useTopic(`video:${id}`)
  const page = video.data ? (
    <VideoPage video={video.data} isOwner={account?.id === video.data.ownerId} />
  ) : !account && isProblem(video.error) && video.error.problem.code === 'unauthenticated' ? (
    <EmptyState
      mt={80}
      px="md"
      icon={<IconLock size={40} stroke={1.2} aria-hidden />}
      title="This video cannot be watched here"
      description="It is private, or there is none at this address. If it is yours, log in."
    >
      <LinkButton mt="md" to="/login" search={{ next: location.pathname }}>
        Log in
      </LinkButton>
    </EmptyState>
  ) : video.error ? (
    <Stack p="lg">
      <Complaint error={video.error} retry={() => void video.refetch()} />
    </Stack>
  ) : (
    <Skeleton h="60vh" m="md" />
  )
  return account ? <Around>{page}</Around> : <Visitor>{page}</Visitor>
}

/** Around the page of someone who is not signed in. */
function Visitor({ children }: { children: ReactNode }) {
  return (
    <div className={styles.visitor}>
      <header className={styles.visitorBar}>
        <img src="/icon.svg" alt="" width={28} height={28} />
        <Text fw={600}>StoryCanvas</Text>
        <LinkButton to="/login" search={{ next: location.pathname }} size="xs" variant="default" ml="auto">
          Log in
        </LinkButton>
      </header>
      <main>{children}</main>
    </div>
  )
}

const onlyBy = (format: 'dash' | 'hls' | undefined, video: Video): Video => ({
  ...video,
  dashUrl: format === 'hls' ? null : video.dashUrl,
  hlsUrl: format === 'dash' ? null : video.hlsUrl,
})

function VideoPage({ video, isOwner }: { video: Video; isOwner: boolean }) {
  const { format, t } = useSearch({ from: '/watch/$id' })
  const isPlayable = video.dashUrl !== null || video.hlsUrl !== null
  return (
    <article className={styles.page} aria-label={video.title}>
      {isPlayable ? (
        <VideoPlayer key={video.id} video={onlyBy(format, video)} startAt={t ?? null} />
      ) : (
        <div className={styles.waiting}>
          {video.posterUrl && <img src={video.posterUrl} alt="" />}
          <Stack gap="xs" w={320} maw="90%" ta="center">
            <Text c="white">
              {video.status === 'processing' ? 'It can be watched as soon as the first quality is done.' : 'It cannot be played.'}
            </Text>
            <VideoStatus video={video} />
          </Stack>
        </div>
      )}
      <Stack gap="xs" className={styles.about}>
        <Title order={1} size="h3">
          {video.title}
        </Title>
        <Text size="sm" c="dimmed">
          {video.ownerName} · {video.views} {video.views === 1 ? 'view' : 'views'} · {ago(video.createdAt)}
        </Text>
        <Group gap="xs">
          {isOwner && <OwnerTools video={video} />}
          {video.visibility !== 'private' && <Share videoId={video.id} title={video.title} />}
        </Group>
        {isOwner && isPlayable && video.status !== 'ready' && (
          <div className={styles.stages}>
            <VideoStages video={video} />
          </div>
        )}
        {isOwner && video.leftOut.length > 0 && <LeftOut formats={video.leftOut} />}
        {video.tags.length > 0 && (
          <Group gap={4}>
            {video.tags.map(tag => (
              <Badge key={tag} variant="default" tt="none" fw={500}>
                {tag}
              </Badge>
            ))}
          </Group>
        )}
        {video.description && <p className={styles.description}>{video.description}</p>}
        {isOwner && isPlayable && <Statistics videoId={video.id} durationMs={video.durationMs} />}
        <Related videoId={video.id} />
      </Stack>
    </article>
  )
}

import { Button, Group, Text, Title } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useAction } from '../../api/actions.tsx'
import { forYouQuery, keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { VideoTeaser } from '../../film/VideoTeaser.tsx'
import styles from './Library.module.css'

/** A row of videos of others, by what one watched. Where there are none, nothing shows. */
export function ForYou() {
  const { data } = useQuery(forYouQuery)
  const [isShown, setShown] = useLocalStorage({ key: 'storycanvas.for-you', defaultValue: true })
  const forget = useAction({ run: () => server.forgetWatchedVideos({}), refreshes: [keys.forYou] })
  if (!data || (data.items.length === 0 && !data.hasWatched)) return null
  return (
    <section aria-label="For you">
      <Group gap="xs">
        <Title order={2} size="h5">
          For you
        </Title>
        {isShown && data.basis === 'newest' && (
          <Text size="xs" c="dimmed">
            {data.hasWatched
              ? 'Nothing goes with what you watched yet; these are the newest from others.'
              : 'The newest from others; once you have watched something, what goes with it.'}
          </Text>
        )}
        <Group gap={4} ml="auto">
          {isShown && data.hasWatched && (
            <Button size="compact-xs" variant="subtle" loading={forget.isPending} onClick={() => forget.mutate()}>
              Forget what I watched
            </Button>
          )}
          <Button size="compact-xs" variant="subtle" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? 'Hide' : 'Show'}
          </Button>
        </Group>
      </Group>
      {isShown && (
        <ul className={styles.forYou}>
          {data.items.map(({ because, video }) => (
            <VideoTeaser key={video.id} video={video} reason={because && `Because you watched “${because.title}”`} />
          ))}
        </ul>
      )}
    </section>
  )
}

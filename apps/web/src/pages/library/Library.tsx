import { Button, EmptyState, FileButton, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.css'
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks'
import { IconPhotoVideo, IconSearch, IconTrashX, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { videosQuery } from '../../api/queries.ts'
import { startUploads } from '../../api/uploads/uploads.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { BulkBar } from './BulkBar.tsx'
import { FilterBar } from './FilterBar.tsx'
import { filterOf, noChoice } from './filter.ts'
import { ForYou } from './ForYou.tsx'
import styles from './Library.module.css'
import { PurgeVideos } from './PurgeVideos.tsx'
import { UploadList, videoFiles } from './UploadList.tsx'
import { VideoGrid } from './VideoGrid.tsx'
import { VideoTable } from './VideoTable.tsx'

const upload = (files: File[]) => void startUploads(files)
/** While something is being processed, the list is asked for this often beside what is reported live. */
const CATCH_UP_MS = 4000

export function Library() {
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  const [shelf, setShelf] = useState('current')
  const [look, setLook] = useLocalStorage<'grid' | 'table'>({ key: 'storycanvas.library-look', defaultValue: 'grid' })
  const [choice, setChoice] = useState(noChoice)
  const [settledChoice] = useDebouncedValue(choice, 200)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const trash = shelf === 'trash'
  const videos = useInfiniteQuery({
    ...videosQuery({ ...filterOf(settledChoice), search: settled, trash }),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(page => page.items.some(video => video.status === 'processing')) ? CATCH_UP_MS : false,
  })
  const items = videos.data?.pages.flatMap(page => page.items)
  const choose = (id: string) =>
    setChosen(old => (old.has(id) ? new Set([...old].filter(one => one !== id)) : new Set([...old, id])))
  const chooseNone = () => setChosen(new Set())
  const isNarrowed =
    JSON.stringify(filterOf(settledChoice)) !== JSON.stringify(filterOf({ ...noChoice, sort: settledChoice.sort }))
  /** Nothing was ever uploaded: there is nothing to narrow either. */
  const isBare = items?.length === 0 && !isNarrowed && !settled && !trash
  return (
    <Stack p="md" gap="md">
      <Group className={styles.head}>
        <Title order={1} size="h3">
          Library
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="Which videos"
          data={[
            { value: 'current', label: 'Videos' },
            { value: 'trash', label: 'Trash' },
          ]}
          value={shelf}
          onChange={value => {
            setShelf(value)
            chooseNone()
          }}
        />
        <TextInput
          size="xs"
          className={styles.search}
          aria-label="Search videos"
          placeholder="Search videos"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={event => setSearch(event.currentTarget.value)}
        />
        <SegmentedControl
          size="xs"
          className={styles.look}
          aria-label="Look of the list"
          data={[
            { value: 'grid', label: 'Grid' },
            { value: 'table', label: 'Table' },
          ]}
          value={look}
          onChange={value => setLook(value)}
        />
        <UploadButton />
      </Group>
      {!trash && !isNarrowed && !settled && <ForYou />}
      {trash && items && items.length > 0 && <TrashNote />}
      {!isBare && <FilterBar choice={choice} onChange={setChoice} />}
      {chosen.size > 0 && <BulkBar ids={[...chosen]} trash={trash} onDone={chooseNone} />}
      <UploadList />
      {videos.error && <Complaint error={videos.error} retry={() => void videos.refetch()} />}
      {videos.isPending && <PageSkeleton />}
      {items?.length === 0 && <NoVideos search={settled} trash={trash} isNarrowed={isNarrowed} />}
      {items &&
        items.length > 0 &&
        (look === 'grid' ? (
          <VideoGrid videos={items} chosen={chosen} onChoose={choose} />
        ) : (
          <VideoTable videos={items} chosen={chosen} onChoose={choose} />
        ))}
      {videos.hasNextPage && (
        <Button variant="default" mx="auto" loading={videos.isFetchingNextPage} onClick={() => void videos.fetchNextPage()}>
          Show more
        </Button>
      )}
      <Dropzone.FullScreen onDrop={upload} inputProps={{ 'aria-label': 'Choose videos' }}>
        <Text ta="center" size="xl" mt="30vh">
          Drop videos to upload them
        </Text>
      </Dropzone.FullScreen>
    </Stack>
  )
}

function NoVideos({ search, trash, isNarrowed }: { search: string; trash: boolean; isNarrowed: boolean }) {
  if (search) return <EmptyState title="No video is found by that" description="Try fewer words." />
  if (isNarrowed) return <EmptyState title="No video fits these filters" description="Clear some of them." />
  if (trash) return <EmptyState title="The trash is empty" description="Deleted videos stay here, and can be restored." />
  return (
    <EmptyState
      mt={60}
      icon={<IconPhotoVideo size={40} stroke={1.2} aria-hidden />}
      title="No videos yet"
      description="Upload some, drop them anywhere on this page, or publish a film from a project."
    />
  )
}

function TrashNote() {
  const [isPurging, setPurging] = useState(false)
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed" flex={1}>
        What lies here takes room until it is deleted for good.
      </Text>
      <Button size="xs" variant="default" leftSection={<IconTrashX size={14} aria-hidden />} onClick={() => setPurging(true)}>
        Empty the trash…
      </Button>
      <PurgeVideos ids="all" what="Everything in the trash" opened={isPurging} onClose={() => setPurging(false)} />
    </Group>
  )
}

function UploadButton() {
  return (
    <FileButton multiple accept={videoFiles} onChange={upload}>
      {props => (
        <Button size="xs" leftSection={<IconUpload size={16} aria-hidden />} {...props}>
          Upload
        </Button>
      )}
    </FileButton>
  )
}

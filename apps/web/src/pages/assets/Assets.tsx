import { Button, EmptyState, FileButton, Group, SegmentedControl, Stack, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Asset } from '@storycanvas/api'
import { IconBooks, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { assetsQuery, keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { useFocusStays } from '../../shell/useFocusStays.ts'
import { AssetCard } from './AssetCard.tsx'
import styles from './Assets.module.css'
import { kinds } from './kinds.ts'
import { NewWords, type WordsKind } from './NewWords.tsx'
import { UseAsset } from './UseAsset.tsx'

type Kind = Asset['kind']

/** What one uses in more than one film: faces, pictures, music, prompts, LoRAs. */
export function Assets() {
  const [kind, setKind] = useState<Kind | 'all'>('all')
  const [search, setSearch] = useState('')
  const [tag, setTag] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  const [settledTag] = useDebouncedValue(tag.trim(), 200)
  const [inUse, setInUse] = useState<Asset | null>(null)
  const filter = {
    ...(kind === 'all' ? {} : { kind }),
    ...(settled ? { search: settled } : {}),
    ...(settledTag ? { tag: settledTag } : {}),
  }
  const assets = useInfiniteQuery(assetsQuery(filter))
  const items = assets.data?.pages.flatMap(page => page.items)
  const [asked, ask] = useState<WordsKind | null>(null)
  const list = useFocusStays<HTMLUListElement>('li')
  return (
    <Stack p="md" gap="md">
      <Group>
        <Title order={1} size="h3">
          Assets
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="Kind"
          data={[{ value: 'all', label: 'All' }, ...kinds.map(({ value, label }) => ({ value, label }))]}
          value={kind}
          onChange={setKind}
        />
        <TextInput
          size="xs"
          w={230}
          aria-label="Search assets"
          placeholder="Search names, words, tags"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={event => setSearch(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          w={120}
          aria-label="Tag"
          placeholder="Any tag"
          value={tag}
          onChange={event => setTag(event.currentTarget.value)}
        />
        <Group gap="xs" ml="auto">
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => ask('prompt')}>
            Add prompt
          </Button>
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => ask('lora')}>
            Add LoRA
          </Button>
          <Uploads kind={kind} />
        </Group>
      </Group>
      {assets.error && <Complaint error={assets.error} retry={() => void assets.refetch()} />}
      {assets.isPending && <PageSkeleton />}
      {items?.length === 0 && <NoAssets isNarrowed={kind !== 'all' || settled !== '' || settledTag !== ''} />}
      <ul className={styles.grid} {...list}>
        {items?.map(asset => (
          <AssetCard key={asset.id} asset={asset} onUse={() => setInUse(asset)} />
        ))}
      </ul>
      {assets.hasNextPage && (
        <Button variant="default" mx="auto" loading={assets.isFetchingNextPage} onClick={() => void assets.fetchNextPage()}>
          Show more
        </Button>
      )}
      {asked && <NewWords kind={asked} onClose={() => ask(null)} />}
      {inUse && <UseAsset asset={inUse} onClose={() => setInUse(null)} />}
    </Stack>
  )
}

/** Pictures become faces where one looks at faces, and pictures elsewhere; sounds become music. */
function Uploads({ kind }: { kind: Kind | 'all' }) {
  const upload = useAction({
    async run(files: File[]) {
      for (const file of files) {
        const isSound = file.type.startsWith('audio/')
        const name = file.name.replace(/\.[^.]*$/, '').slice(0, 200) || 'Untitled'
        const sent = { file, fileName: file.name, body: {} }
        const { id: mediaId } = await (isSound ? server.uploadMusic(sent) : server.uploadFace(sent))
        await server.createAsset({ body: { kind: isSound ? 'music' : kind === 'face' ? 'face' : 'image', name, mediaId } })
      }
    },
    refreshes: [keys.assets],
  })
  return (
    <FileButton multiple accept="image/png,image/jpeg,image/webp,audio/*" onChange={files => upload.mutate(files)}>
      {props => (
        <Button size="xs" leftSection={<IconUpload size={16} aria-hidden />} loading={upload.isPending} {...props}>
          Upload
        </Button>
      )}
    </FileButton>
  )
}

function NoAssets({ isNarrowed }: { isNarrowed: boolean }) {
  if (isNarrowed) return <EmptyState title="Nothing is found by that" description="Clear the kind, the words or the tag." />
  return (
    <EmptyState
      mt={60}
      icon={<IconBooks size={40} stroke={1.2} aria-hidden />}
      title="Nothing is kept yet"
      description="Faces, pictures, music, prompts and LoRAs that you keep here can be put to use in every project."
    />
  )
}

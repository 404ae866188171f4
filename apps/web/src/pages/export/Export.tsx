import { SimpleGrid, Skeleton, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { formatsQuery } from '../../api/queries.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { FormatCard } from './FormatCard.tsx'
import { BringHome } from './home/BringHome.tsx'
import { Renders } from './Renders.tsx'

const words = new Set(['.vtt', '.srt', '.fountain', '.fdx'])

/** Out of the house: a film, a cut for another program, or the words alone. */
export function Export() {
  const { id } = useParams({ from: '/app/projects/$id/export' })
  const formats = useQuery(formatsQuery(id))
  const cuts = formats.data?.items.filter(({ extension }) => !words.has(extension)) ?? []
  const texts = formats.data?.items.filter(({ extension }) => words.has(extension)) ?? []
  return (
    <Stack p="md" gap="xl">
      <Renders projectId={id} />
      <section aria-labelledby="editors">
        <Title order={2} size="h4" mb="sm" id="editors">
          For an editor
        </Title>
        {formats.error && <Complaint error={formats.error} retry={() => void formats.refetch()} />}
        {formats.isPending && <Skeleton h={160} />}
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
          {cuts.map(format => (
            <FormatCard key={format.id} projectId={id} format={format} />
          ))}
        </SimpleGrid>
      </section>
      <BringHome projectId={id} />
      <section aria-labelledby="texts">
        <Title order={2} size="h4" mb="sm" id="texts">
          Screenplay and captions
        </Title>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
          {texts.map(format => (
            <FormatCard key={format.id} projectId={id} format={format} />
          ))}
        </SimpleGrid>
      </section>
    </Stack>
  )
}

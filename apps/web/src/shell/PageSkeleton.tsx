import { Skeleton, SimpleGrid, Stack } from '@mantine/core'

/** The shape of a page while its code or data is on the way. */
export function PageSkeleton() {
  return (
    <Stack p="md" aria-busy="true" aria-label="Loading">
      <Skeleton h={28} w={220} />
      <SimpleGrid cols={{ base: 1, sm: 2, md: 4 }}>
        {Array.from({ length: 8 }, (_, at) => (
          <Skeleton key={at} h={150} />
        ))}
      </SimpleGrid>
    </Stack>
  )
}

import { Button, EmptyState, Group, Stack, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { keys, treeQuery } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { useFocusStays } from '../../shell/useFocusStays.ts'
import { characterAppearances, locationAppearances } from './appearances.ts'
import styles from './Cast.module.css'
import { CharacterCard } from './CharacterCard.tsx'
import { LocationCard } from './LocationCard.tsx'

export function Cast() {
  const { id } = useParams({ from: '/app/projects/$id/cast' })
  const { data: tree } = useQuery(treeQuery(id))
  const [added, setAdded] = useState<string | null>(null)
  const refreshes = [keys.tree(id)]
  const addCharacter = useAction({
    run: () => server.createCharacter({ body: { projectId: id, name: 'NEW CHARACTER' } }),
    refreshes,
    done: ({ id }) => setAdded(id),
  })
  const addLocation = useAction({
    run: () => server.createLocation({ body: { projectId: id, name: 'NEW LOCATION' } }),
    refreshes,
    done: ({ id }) => setAdded(id),
  })
  const [characters, locations] = [useFocusStays<HTMLUListElement>('li'), useFocusStays<HTMLUListElement>('li')]
  if (!tree) return <PageSkeleton />
  return (
    <Stack p="md" gap="xl">
      <section aria-labelledby="characters">
        <Group mb="sm">
          <Title order={2} size="h4" id="characters">
            Characters
          </Title>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            loading={addCharacter.isPending}
            onClick={() => addCharacter.mutate()}
          >
            Add character
          </Button>
        </Group>
        {tree.characters.length === 0 && (
          <EmptyState
            title="No characters yet"
            description="They come with the story: everyone who speaks in a screenplay is found. Or add one here."
          />
        )}
        <ul className={styles.grid} {...characters}>
          {tree.characters.map(character => (
            <CharacterCard
              key={character.id}
              character={character}
              isNew={character.id === added}
              appearances={characterAppearances(tree, character.id)}
            />
          ))}
        </ul>
      </section>
      <section aria-labelledby="locations">
        <Group mb="sm">
          <Title order={2} size="h4" id="locations">
            Locations
          </Title>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            loading={addLocation.isPending}
            onClick={() => addLocation.mutate()}
          >
            Add location
          </Button>
        </Group>
        {tree.locations.length === 0 && (
          <EmptyState title="No locations yet" description="They come with the headings of the scenes. Or add one here." />
        )}
        <ul className={styles.grid} {...locations}>
          {tree.locations.map(location => (
            <LocationCard
              key={location.id}
              location={location}
              isNew={location.id === added}
              appearances={locationAppearances(tree, location.id)}
            />
          ))}
        </ul>
      </section>
    </Stack>
  )
}

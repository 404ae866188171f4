import { ActionIcon, Group, Select, Stack, Text, Tooltip } from '@mantine/core'
import type { Location } from '@storycanvas/api'
import { Setting } from '@storycanvas/api'
import { IconTrash } from '@tabler/icons-react'
import { complain, refresh, useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { choicesOf } from '../../film/words.ts'
import type { Appearance } from './appearances.ts'
import { Appearances } from './Appearances.tsx'
import styles from './Cast.module.css'

type Fields = Partial<Pick<Location, 'name' | 'description' | 'look' | 'setting'>>

export function LocationCard({ location, appearances }: { location: Location; appearances: readonly Appearance[] }) {
  const { id, name, projectId } = location
  const reload = () => refresh(keys.tree(projectId))
  const save = (fields: Fields) => server.updateLocation({ params: { id }, body: fields }).then(reload)
  const remove = useAction({
    run: () => server.deleteLocation({ params: { id } }),
    refreshes: [keys.tree(projectId)],
    done: () => offerUndo(`Deleted ${name}`, () => server.restoreLocation({ params: { id } }).then(reload)),
  })
  return (
    <li className={styles.card}>
      <Stack gap="xs">
        <Group gap="xs" wrap="nowrap">
          <AutosaveText
            aria-label={`Name of ${name}`}
            variant="unstyled"
            className={styles.name}
            required
            maxLength={200}
            value={name}
            save={value => save({ name: value })}
          />
          <Tooltip label="Delete location">
            <ActionIcon aria-label={`Delete ${name}`} onClick={() => remove.mutate()}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
        <AutosaveText
          label="Look"
          placeholder="What the place looks like: it enters every prompt"
          lines={2}
          value={location.look}
          save={look => save({ look })}
        />
        <AutosaveText label="About" lines={2} value={location.description} save={description => save({ description })} />
        <Select
          label="Setting"
          size="xs"
          data={choicesOf(Setting.options)}
          value={location.setting}
          onChange={setting => setting && void save({ setting }).catch(complain)}
        />
        <Text size="xs" c="dimmed">
          In {location.sceneCount} {location.sceneCount === 1 ? 'scene' : 'scenes'}
        </Text>
        <Appearances appearances={appearances} />
      </Stack>
    </li>
  )
}

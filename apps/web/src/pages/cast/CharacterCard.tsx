import { ActionIcon, ColorInput, Group, Stack, Text, Tooltip } from '@mantine/core'
import type { Character } from '@storycanvas/api'
import { IconTrash } from '@tabler/icons-react'
import { refresh, useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { useAutosave } from '../../fields/useAutosave.ts'
import type { Appearance } from './appearances.ts'
import { Appearances } from './Appearances.tsx'
import styles from './Cast.module.css'

type Fields = Partial<Pick<Character, 'name' | 'description' | 'look' | 'negativePrompt' | 'voice' | 'colour'>>

export function CharacterCard({ character, appearances }: { character: Character; appearances: readonly Appearance[] }) {
  const { id, name, projectId } = character
  const reload = () => refresh(keys.tree(projectId))
  const save = (fields: Fields) => server.updateCharacter({ params: { id }, body: fields }).then(reload)
  const colour = useAutosave(character.colour, value => save({ colour: value }))
  const remove = useAction({
    run: () => server.deleteCharacter({ params: { id } }),
    refreshes: [keys.tree(projectId)],
    done: () => offerUndo(`Deleted ${name}`, () => server.restoreCharacter({ params: { id } }).then(reload)),
  })
  return (
    <li className={styles.card} style={{ '--colour': colour.value }}>
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
          <Tooltip label="Delete character">
            <ActionIcon aria-label={`Delete ${name}`} onClick={() => remove.mutate()}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
        <AutosaveText
          label="Look"
          placeholder="Face, hair, build, clothes: it enters every prompt"
          lines={2}
          value={character.look}
          save={look => save({ look })}
        />
        <AutosaveText
          label="About"
          placeholder="Who they are, what they want"
          lines={2}
          value={character.description}
          save={description => save({ description })}
        />
        <Group grow align="flex-start" gap="xs">
          <ColorInput
            label="Colour"
            size="xs"
            format="hex"
            withEyeDropper={false}
            value={colour.value}
            error={colour.error}
            onChange={value => /^#[0-9a-f]{6}$/i.test(value) && colour.change(value)}
            onBlur={colour.flush}
          />
          <AutosaveText label="Voice" size="xs" value={character.voice} save={voice => save({ voice })} />
        </Group>
        <Text size="xs" c="dimmed">
          In {character.panelCount} {character.panelCount === 1 ? 'panel' : 'panels'}
        </Text>
        <Appearances appearances={appearances} />
      </Stack>
    </li>
  )
}

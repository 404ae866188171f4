import { ColorInput, Group } from '@mantine/core'
import type { Character } from '@storycanvas/api'
import { refresh, useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { useAutosave } from '../../fields/useAutosave.ts'
import type { Appearance } from './appearances.ts'
import { CastCard } from './CastCard.tsx'

type Fields = Parameters<typeof server.updateCharacter>[0]['body']

type Props = { character: Character; isNew: boolean; appearances: readonly Appearance[] }

export function CharacterCard({ character, isNew, appearances }: Props) {
  const { id, name, projectId, panelCount, version } = character
  const reload = () => refresh(keys.tree(projectId))
  const save = (fields: Fields) => server.updateCharacter({ params: { id }, body: { ...fields, version } }).then(reload)
  const colour = useAutosave(character.colour, value => save({ colour: value }))
  const remove = useAction({
    run: () => server.deleteCharacter({ params: { id } }),
    refreshes: [keys.tree(projectId)],
    done: () => offerUndo(`Deleted ${name}`, () => server.restoreCharacter({ params: { id } }).then(reload)),
  })
  return (
    <CastCard
      kind="character"
      isNew={isNew}
      named={character}
      references={character.references}
      {...{ id, projectId }}
      colour={colour.value}
      lookHint="Face, hair, build, clothes: it enters every prompt"
      aboutHint="Who they are, what they want"
      save={save}
      remove={() => remove.mutate()}
      counted={`In ${panelCount} ${panelCount === 1 ? 'panel' : 'panels'}`}
      appearances={appearances}
    >
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
    </CastCard>
  )
}

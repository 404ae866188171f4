import { ActionIcon, Button, Fieldset, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { Character, DialogueLine, Panel } from '@storycanvas/api'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useAutosave } from '../../../fields/useAutosave.ts'

type Props = { panel: Panel; characters: readonly Character[]; save: (lines: DialogueLine[]) => Promise<unknown> }

/** What is said in the panel, line by line. */
export function DialogueFields({ panel, characters, save }: Props) {
  const lines = useAutosave(panel.dialogue, save)
  const change = (at: number, fields: Partial<DialogueLine>) =>
    lines.change(lines.value.map((line, n) => (n === at ? { ...line, ...fields } : line)))
  const first = characters[0]
  return (
    <Fieldset legend="Dialogue" variant="unstyled">
      <Stack gap="xs" onBlur={lines.flush}>
        {lines.value.map((line, at) => (
          <Stack key={at} gap={4}>
            <Group gap={4} wrap="nowrap">
              <Select
                flex={1}
                size="xs"
                aria-label={`Who says line ${at + 1}`}
                placeholder={line.character}
                data={characters.map(({ id, name }) => ({ value: id, label: name }))}
                value={line.characterId}
                onChange={id =>
                  change(at, { characterId: id, character: characters.find(one => one.id === id)?.name ?? line.character })
                }
              />
              <TextInput
                flex={1}
                size="xs"
                aria-label={`How line ${at + 1} is said`}
                placeholder="how"
                value={line.parenthetical}
                onChange={event => change(at, { parenthetical: event.currentTarget.value })}
              />
              <ActionIcon aria-label={`Remove line ${at + 1}`} onClick={() => lines.change(lines.value.toSpliced(at, 1))}>
                <IconTrash size={14} aria-hidden />
              </ActionIcon>
            </Group>
            <Textarea
              size="xs"
              aria-label={`Line ${at + 1}`}
              minRows={1}
              autosize
              value={line.text}
              onChange={event => change(at, { text: event.currentTarget.value })}
            />
          </Stack>
        ))}
        {lines.error && (
          <Text size="xs" c="var(--mantine-color-error)">
            {lines.error}
          </Text>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          w="fit-content"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            lines.change([
              ...lines.value,
              { characterId: first?.id ?? null, character: first?.name ?? '', parenthetical: '', text: '' },
            ])
          }
        >
          Add line
        </Button>
      </Stack>
    </Fieldset>
  )
}

import { ActionIcon, Box, Button, Fieldset, Group, Select, Stack, Text } from '@mantine/core'
import type { Character, Panel } from '@storycanvas/api'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type SharedLine, useSharedLines } from '../../../live/sharedLines.ts'
import { SharedWords } from '../../../live/SharedWords.tsx'
import { useFocusStays } from '../../../shell/useFocusStays.ts'

type Props = { panel: Panel; characters: readonly Character[] }

/** What is said in the panel, line by line; several people may write it at once. */
export function DialogueFields({ panel, characters }: Props) {
  const { projectId, id } = panel
  const field = `panel.${id}.dialogue`
  const { isReady, isBusy, error, lines, hold, release, add } = useSharedLines(projectId, field)
  const first = characters[0]
  const list = useFocusStays<HTMLDivElement>('[data-item]')
  return (
    <Fieldset legend="Dialogue" variant="unstyled" disabled={!isReady} aria-busy={isBusy}>
      <Stack gap="xs" {...list}>
        {!isReady && panel.dialogue.map(({ character, text }, at) => <Text key={at} size="xs">{`${character}: ${text}`}</Text>)}
        {isReady &&
          lines.map((line, at) => (
            <Stack key={line.key} gap={4} data-item>
              <Group gap={4} wrap="nowrap" align="flex-start">
                <Speaker line={line} at={at} characters={characters} />
                <Box flex={1}>
                  <SharedWords
                    {...{ projectId, field, hold, release }}
                    words={line.parenthetical}
                    aria-label={`How line ${at + 1} is said`}
                    placeholder="how"
                  />
                </Box>
                <ActionIcon aria-label={`Remove line ${at + 1}`} onClick={line.remove}>
                  <IconTrash size={14} aria-hidden />
                </ActionIcon>
              </Group>
              <SharedWords {...{ projectId, field, hold, release }} words={line.text} aria-label={`Line ${at + 1}`} />
            </Stack>
          ))}
        {error && (
          <Text size="xs" c="var(--mantine-color-error)">
            {error}
          </Text>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          w="fit-content"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => add({ characterId: first?.id ?? null, character: first?.name ?? '', parenthetical: '', text: '' })}
        >
          Add line
        </Button>
      </Stack>
    </Fieldset>
  )
}

function Speaker({ line, at, characters }: { line: SharedLine; at: number; characters: readonly Character[] }) {
  return (
    <Select
      flex={1}
      size="xs"
      aria-label={`Who says line ${at + 1}`}
      placeholder={line.character}
      data={characters.map(({ id, name }) => ({ value: id, label: name }))}
      value={line.characterId}
      onChange={id => line.speaker(id, characters.find(one => one.id === id)?.name ?? line.character)}
    />
  )
}

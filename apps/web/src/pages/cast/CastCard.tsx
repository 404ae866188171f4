import { ActionIcon, Group, NumberInput, Stack, Text, Tooltip } from '@mantine/core'
import type { CastReference } from '@storycanvas/api'
import { IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { CastTarget } from '../../api/queries.ts'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { useAutosave } from '../../fields/useAutosave.ts'
import type { Appearance } from './appearances.ts'
import { Appearances } from './Appearances.tsx'
import styles from './Cast.module.css'
import { Pictures } from './pictures/Pictures.tsx'
import { References } from './References.tsx'

type Fields = {
  name?: string
  look?: string
  description?: string
  negativePrompt?: string
  referenceIds?: string[]
  lora?: string
  loraWeight?: number
}

type Props = {
  kind: CastTarget['kind']
  id: string
  projectId: string
  named: { name: string; look: string; description: string; negativePrompt: string; lora: string; loraWeight: number }
  references: readonly CastReference[]
  colour?: string
  lookHint: string
  aboutHint: string
  save: (fields: Fields) => Promise<unknown>
  remove: () => void
  /** It has just been added, and wants a name. */
  isNew: boolean
  /** In how many of what it stands. */
  counted: string
  appearances: readonly Appearance[]
  /** Fields that only this kind has. */
  children: ReactNode
}

/** What the card of a character and that of a place have alike. */
export function CastCard(props: Props) {
  const { kind, id, projectId, named, references, colour, save, appearances } = props
  const { name, look, description, negativePrompt, lora } = named
  const weight = useAutosave<number | string>(named.loraWeight, value => save({ loraWeight: Number(value) }))
  return (
    <li className={styles.card} style={colour === undefined ? undefined : { '--colour': colour }}>
      <References of={name} references={references} save={referenceIds => save({ referenceIds })} />
      <Pictures
        target={{ kind, id }}
        projectId={projectId}
        of={name}
        references={references}
        saveReferences={referenceIds => save({ referenceIds })}
      />
      <Stack gap="xs">
        <Group gap="xs" wrap="nowrap">
          <AutosaveText
            aria-label={`Name of ${name}`}
            variant="unstyled"
            className={styles.name}
            required
            isNew={props.isNew}
            maxLength={200}
            value={name}
            save={value => save({ name: value })}
          />
          <Tooltip label={`Delete ${kind}`}>
            <ActionIcon aria-label={`Delete ${name}`} onClick={props.remove}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
        <AutosaveText label="Look" placeholder={props.lookHint} lines={2} value={look} save={value => save({ look: value })} />
        <AutosaveText
          label="About"
          placeholder={props.aboutHint}
          lines={2}
          value={description}
          save={value => save({ description: value })}
        />
        <AutosaveText
          label="Never"
          placeholder="What must not be seen: beard, glasses"
          value={negativePrompt}
          save={value => save({ negativePrompt: value })}
        />
        {props.children}
        <Group grow gap="xs" preventGrowOverflow={false} align="flex-start">
          <AutosaveText
            label="LoRA"
            size="xs"
            placeholder="File name on the servers"
            value={lora}
            save={value => save({ lora: value.trim() })}
          />
          <NumberInput
            label="Weight"
            size="xs"
            className={styles.weight}
            min={-2}
            max={2}
            step={0.05}
            decimalScale={2}
            disabled={lora === ''}
            value={weight.value}
            error={weight.error}
            onChange={value => value !== '' && weight.change(value)}
            onBlur={weight.flush}
          />
        </Group>
        <Text size="xs" c="dimmed">
          {props.counted}
        </Text>
        <Appearances appearances={appearances} />
      </Stack>
    </li>
  )
}

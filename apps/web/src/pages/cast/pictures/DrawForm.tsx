import { Button, Group, Modal, NumberInput, Select, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconBrush } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../../api/actions.tsx'
import { newKey } from '../../../api/newKey.ts'
import { castPromptQuery, castTakesQuery, keys, presetsQuery } from '../../../api/queries.ts'
import { server } from '../../../api/server.ts'
import { money } from '../../../shell/money.ts'
import { PromptParts } from '../../board/inspector/PromptPreview.tsx'
import { PresetSelect } from '../../generate/PresetSelect.tsx'
import { WaitNote } from '../../generate/WaitNote.tsx'
import { presetsFor, type Way, whyWaits } from '../../takes/from/ways.ts'
import type { PicturesProps } from './Pictures.tsx'

const MOST = 4
const words = { id: 'words', kind: 'text-to-image', label: 'From the words', beside: [] } as const
const picture: Way = { id: 'image-to-image', kind: 'image-to-image', label: 'From the first picture', beside: [] }

type Props = PicturesProps & { isOpen: boolean; onClose: () => void }

/** With what somebody or some place is drawn, and how often. */
export function DrawForm({ of, isOpen, onClose, ...props }: Props) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Draw ${of}`} size="md" centered>
      <Form {...props} of={of} onClose={onClose} />
    </Modal>
  )
}

function Form({ target, projectId, of, references, onClose }: Omit<Props, 'isOpen'>) {
  const { data: offered } = useQuery(presetsQuery)
  const { data: prompt } = useQuery(castPromptQuery(target))
  const { data: drawn } = useQuery(castTakesQuery(target))
  const [wanted, choose] = useState<string | null>(null)
  const [start, setStart] = useState<string | null>(words.id)
  const [count, setCount] = useState<string | number>(1)
  const [seed, setSeed] = useState<string | number>('')
  const all = offered?.items ?? []
  const hasPicture = references.length + (drawn?.items.length ?? 0) > 0
  const isFromPicture = start === picture.id && hasPicture
  const kind = isFromPicture ? picture.kind : words.kind
  const presets = isFromPicture ? presetsFor(picture, all) : all.filter(({ kinds }) => kinds.includes(words.kind))
  const preset = presets.find(({ id }) => id === wanted) ?? presets[0]
  const wait = preset && whyWaits(preset, kind)
  const takes = Number(count) || 1
  const draw = useAction({
    run: async () => {
      if (!preset) return []
      const made = []
      // One after the other, so that each counts those before it and gets a seed of its own.
      for (let at = 0; at < takes; at += 1)
        made.push(
          await server.generate(
            { body: { target, kind, preset: preset.id, ...(seed === '' ? {} : { seed: Number(seed) + at }) } },
            { idempotencyKey: newKey() },
          ),
        )
      return made
    },
    refreshes: [keys.jobs, keys.queueStatus, keys.cast(target.id), keys.budget(projectId)],
    done: made => {
      if (made.length > 0 && made.every(({ cached }) => cached))
        notifications.show({ message: 'Exactly this was drawn before and is among the pictures.' })
      onClose()
    },
  })
  return (
    <Stack gap="sm">
      {hasPicture && (
        <Select
          label="Start"
          allowDeselect={false}
          data={[words, picture].map(({ id, label }) => ({ value: id, label }))}
          value={start}
          onChange={setStart}
        />
      )}
      <PresetSelect presets={presets} value={preset?.id ?? null} onChoose={choose} />
      {preset?.builtIn && (
        <Text size="sm" c="dimmed">
          The built-in artist stands in for a model of pictures: it draws a board of the look, and no likeness.
        </Text>
      )}
      {wait && <WaitNote reason={wait} />}
      <Group grow align="flex-start">
        <NumberInput
          label="How many"
          min={1}
          max={MOST}
          allowDecimal={false}
          clampBehavior="strict"
          value={count}
          onChange={setCount}
        />
        <NumberInput
          label="Seed"
          placeholder="a new one"
          min={0}
          max={4_294_967_295 - MOST}
          allowDecimal={false}
          clampBehavior="strict"
          hideControls
          value={seed}
          onChange={setSeed}
        />
      </Group>
      <PromptParts prompt={prompt} />
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">
          {preset && (preset.costMicros === 0 ? 'Costs nothing.' : `Costs at most ${money(preset.costMicros * takes)}.`)}
        </Text>
        <Button
          leftSection={<IconBrush size={16} aria-hidden />}
          loading={draw.isPending}
          disabled={!preset}
          onClick={() => draw.mutate()}
        >
          Draw {takes} {takes === 1 ? 'picture' : 'pictures'} of {of}
        </Button>
      </Group>
    </Stack>
  )
}

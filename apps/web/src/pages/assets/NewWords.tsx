import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useAction } from '../../api/actions.tsx'
import { fieldErrors } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { GrowingText } from '../../fields/GrowingText.tsx'
import { textOf } from '../../fields/textOf.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { useFocusBack } from '../../shell/useFocusBack.ts'

export type WordsKind = 'prompt' | 'lora'

const asked = {
  prompt: {
    title: 'New prompt',
    label: 'Prompt',
    description: 'Words to add to the look of a character or a place, or to what is said of a panel.',
    placeholder: 'soft window light from the left',
  },
  lora: {
    title: 'New LoRA',
    label: 'File name, then its trigger words',
    description: 'The file as the servers of the pool have it among their LoRAs.',
    placeholder: 'mara-v3.safetensors mara woman',
  },
} satisfies Record<WordsKind, object>

/** Asks for what is kept in words: a prompt, or the file name of a LoRA. */
export function NewWords({ kind, onClose }: { kind: WordsKind; onClose: () => void }) {
  const { title, ...field } = asked[kind]
  useFocusBack()
  const make = useAction({
    run: (form: FormData) => server.createAsset({ body: { kind, name: textOf(form, 'name'), text: textOf(form, 'text') } }),
    refreshes: [keys.assets],
    done: onClose,
    quiet: true,
  })
  const errors = fieldErrors(make.error)
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          make.mutate(new FormData(event.currentTarget))
        }}
      >
        <Stack>
          <TextInput name="name" label="Name" required maxLength={200} data-autofocus error={errors.name} />
          <GrowingText {...field} name="text" required maxLength={20_000} lines={kind === 'prompt' ? 3 : 1} error={errors.text} />
          {make.error && Object.keys(errors).length === 0 && <Complaint error={make.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending}>
              Keep
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

import { Button, Checkbox, Group, Modal, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { AspectRatio } from '@storycanvas/api'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { fieldErrors } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { textOf } from '../../fields/textOf.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { contentsOf, savedTemplatesKey, savedTemplatesQuery } from './savedTemplates.ts'
import { rates, templates } from './templates.ts'

type Props = { opened: boolean; onClose: () => void }

export function NewProject({ opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="New project" size="md">
      <NewProjectForm onCancel={onClose} />
    </Modal>
  )
}

/** What a template suggests fills the rest of the form until a person says otherwise. */
function NewProjectForm({ onCancel }: { onCancel: () => void }) {
  const navigate = useNavigate()
  const [template, setTemplate] = useState(templates[0])
  const [savedId, setSavedId] = useState<string | null>(null)
  const saved = useQuery(savedTemplatesQuery).data?.items ?? []
  const own = saved.find(({ id }) => id === savedId)
  const [aspectRatio, setAspectRatio] = useState<AspectRatio | null>(null)
  const [rateName, setRateName] = useState<string | null>(null)
  const rate = rates.find(({ label }) => label === (rateName ?? template.rate)) ?? rates[1]
  const make = useAction({
    run: (form: FormData) =>
      own
        ? server.createProjectFromTemplate({ params: { id: own.id }, body: { name: textOf(form, 'name') } })
        : server.createProject({
            body: {
              name: textOf(form, 'name'),
              template: template.value,
              aspectRatio: aspectRatio ?? template.aspectRatio,
              rate: rate.value,
              dropFrame: rate.canDrop && form.get('dropFrame') === 'on',
              style: textOf(form, 'style'),
            },
          }),
    refreshes: [keys.projects, savedTemplatesKey],
    done: ({ id }) => void navigate({ to: '/projects/$id/story', params: { id } }),
    quiet: true,
  })
  const errors = fieldErrors(make.error)
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        make.mutate(new FormData(event.currentTarget))
      }}
    >
      <Stack>
        <TextInput name="name" label="Name" required maxLength={200} data-autofocus error={errors.name} />
        <Select
          label="Template"
          description={own ? contentsOf(own) : template.note}
          data={[
            { group: 'To begin with', items: templates.map(({ value, label }) => ({ value, label })) },
            ...(saved.length > 0 ? [{ group: 'Yours', items: saved.map(({ id, name }) => ({ value: id, label: name })) }] : []),
          ]}
          allowDeselect={false}
          maxDropdownHeight={340}
          value={own?.id ?? template.value}
          onChange={value => {
            setSavedId(saved.some(({ id }) => id === value) ? value : null)
            setTemplate(templates.find(one => one.value === value) ?? templates[0])
          }}
        />
        {!own && (
          <>
            <SimpleGrid cols={2}>
              <Select
                label="Aspect ratio"
                data={[...AspectRatio.options]}
                value={aspectRatio ?? template.aspectRatio}
                onChange={value => setAspectRatio(value)}
                error={errors.aspectRatio}
              />
              <Select
                label="Frame rate"
                data={rates.map(({ label }) => label)}
                value={rateName ?? template.rate}
                onChange={setRateName}
                error={errors.rate}
              />
            </SimpleGrid>
            {rate.canDrop && <Checkbox name="dropFrame" label="Drop-frame timecode" />}
            <TextInput
              name="style"
              label="Style"
              placeholder="ink and wash, high contrast"
              description="Enters every prompt. It can be changed later."
              error={errors.style}
            />
          </>
        )}
        {make.error && Object.keys(errors).length === 0 && <Complaint error={make.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={make.isPending}>
            Make project
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

import { Button, Checkbox, Group, Modal, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { AspectRatio, type BuiltInTemplate } from '@storycanvas/api'
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
import { Brings } from './Brings.tsx'
import { builtInTemplatesQuery, rates } from './templates.ts'

type TemplateId = BuiltInTemplate['id']
/** `from` is the template that the form begins with. */
type Props = { opened: boolean; from: TemplateId | undefined; onClose: () => void }

export function NewProject({ opened, from = 'blank', onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="New project" size="md">
      <NewProjectForm from={from} onCancel={onClose} />
    </Modal>
  )
}

/** What a template suggests fills the rest of the form until a person says otherwise. */
function NewProjectForm({ from, onCancel }: { from: TemplateId; onCancel: () => void }) {
  const navigate = useNavigate()
  const builtIn = useQuery(builtInTemplatesQuery).data?.items ?? []
  const [name, setName] = useState(from)
  const template = builtIn.find(({ id }) => id === name)
  const [savedId, setSavedId] = useState<string | null>(null)
  const saved = useQuery(savedTemplatesQuery).data?.items ?? []
  const own = saved.find(({ id }) => id === savedId)
  const [aspectRatio, setAspectRatio] = useState<AspectRatio | null>(null)
  const [rateName, setRateName] = useState<string | null>(null)
  const rate = rates.find(({ label, value }) => (rateName ? label === rateName : isRate(value, template?.rate))) ?? rates[1]
  const make = useAction({
    run: (form: FormData) =>
      own
        ? server.createProjectFromTemplate({ params: { id: own.id }, body: { name: textOf(form, 'name') } })
        : server.createProjectFromBuiltIn({
            params: { template: name },
            body: {
              name: textOf(form, 'name'),
              aspectRatio: aspectRatio ?? template?.aspectRatio,
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
          description={own ? contentsOf(own) : template?.description}
          data={[
            { group: 'To begin with', items: builtIn.map(({ id, name }) => ({ value: id, label: name })) },
            ...(saved.length > 0 ? [{ group: 'Yours', items: saved.map(({ id, name }) => ({ value: id, label: name })) }] : []),
          ]}
          allowDeselect={false}
          maxDropdownHeight={340}
          value={own?.id ?? template?.id ?? null}
          onChange={value => {
            setSavedId(saved.some(({ id }) => id === value) ? value : null)
            setName(builtIn.find(({ id }) => id === value)?.id ?? name)
          }}
        />
        {!own && template && (
          <>
            <Brings template={template} />
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
                value={rate.label}
                onChange={setRateName}
                error={errors.rate}
              />
            </SimpleGrid>
            {rate.canDrop && <Checkbox name="dropFrame" label="Drop-frame timecode" />}
            <TextInput
              key={template.id}
              name="style"
              label="Style"
              defaultValue={template.style}
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
          <Button type="submit" disabled={!own && !template} loading={make.isPending}>
            Make project
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const isRate = (one: { num: number; den: number }, other: { num: number; den: number } | undefined) =>
  one.num === other?.num && one.den === other.den

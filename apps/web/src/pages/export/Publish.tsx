import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import type { ProjectTree, Render } from '@storycanvas/api'
import { Visibility } from '@storycanvas/api'
import { useNavigate } from '@tanstack/react-router'
import { useAction } from '../../api/actions.tsx'
import { fieldErrors } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { queryClient, server } from '../../api/server.ts'
import { GrowingText } from '../../fields/GrowingText.tsx'
import { textOf } from '../../fields/textOf.ts'
import { visibilityNotes } from '../../film/visibility.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { useFocusBack } from '../../shell/useFocusBack.ts'

/** A finished render becomes a video that people can watch. */
export function Publish({ render, onClose }: { render: Render; onClose: () => void }) {
  const navigate = useNavigate()
  useFocusBack()
  const project = queryClient.getQueryData<ProjectTree>(keys.tree(render.projectId))?.project
  const publish = useAction({
    run: (form: FormData) =>
      server.publishRender({
        params: { id: render.id },
        body: {
          title: textOf(form, 'title'),
          description: textOf(form, 'description'),
          visibility: Visibility.parse(form.get('visibility')),
        },
      }),
    refreshes: [keys.videos, keys.renders(render.projectId)],
    done: ({ id }) => void navigate({ to: '/watch/$id', params: { id } }),
    quiet: true,
  })
  const errors = fieldErrors(publish.error)
  return (
    <Modal opened onClose={onClose} title="Publish the film">
      <form
        onSubmit={event => {
          event.preventDefault()
          publish.mutate(new FormData(event.currentTarget))
        }}
      >
        <Stack>
          <TextInput
            name="title"
            label="Title"
            required
            maxLength={200}
            defaultValue={project?.name}
            data-autofocus
            error={errors.title}
          />
          <GrowingText
            name="description"
            label="Description"
            lines={3}
            defaultValue={project?.description}
            error={errors.description}
          />
          <Radio.Group name="visibility" label="Who can watch it" defaultValue="private">
            <Stack gap="xs" mt={4}>
              {visibilityNotes.map(({ value, label, note }) => (
                <Radio key={value} value={value} label={label} description={note} />
              ))}
            </Stack>
          </Radio.Group>
          {publish.error && Object.keys(errors).length === 0 && <Complaint error={publish.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={publish.isPending}>
              Publish
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

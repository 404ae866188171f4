import { Button, FileButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPackageImport } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'

/** Takes in a project that was downloaded as one file, here or elsewhere. */
export function ImportProject() {
  const navigate = useNavigate()
  const bringIn = useAction({
    run: (file: File) => server.importProjectFile({ file, fileName: file.name, body: {} }),
    refreshes: [keys.projects],
    done({ id, name }) {
      notifications.show({ title: 'Project imported', message: `“${name}” is here with everything in it.` })
      void navigate({ to: '/projects/$id/board', params: { id } })
    },
  })
  return (
    <FileButton accept=".zip,application/zip" onChange={file => file && bringIn.mutate(file)}>
      {props => (
        <Button
          ml="auto"
          size="xs"
          variant="default"
          leftSection={<IconPackageImport size={16} aria-hidden />}
          loading={bringIn.isPending}
          {...props}
        >
          Import project
        </Button>
      )}
    </FileButton>
  )
}

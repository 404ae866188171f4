import { ActionIcon, Menu, RingProgress, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Project } from '@storycanvas/api'
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconDownload,
  IconMovie,
  IconRestore,
  IconTemplate,
  IconTrash,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { refresh, useAction } from '../../api/actions.tsx'
import { saveAs } from '../../api/download.ts'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import { ago } from '../../shell/humanTime.ts'
import styles from './Projects.module.css'
import { PurgeProject } from './PurgeProject.tsx'
import { savedTemplatesKey } from './savedTemplates.ts'

export function ProjectCard({ project }: { project: Project }) {
  const { id, name, panelCount, drawnPanelCount, coverUrl, deletedAt } = project
  const share = panelCount === 0 ? 0 : Math.round((drawnPanelCount / panelCount) * 100)
  const [isPurging, setPurging] = useState(false)
  return (
    <li className={styles.card}>
      {coverUrl ? (
        <img className={styles.poster} src={coverUrl} alt="" loading="lazy" />
      ) : (
        <div className={`${styles.poster} ${styles.blank}`}>
          <IconMovie size={40} stroke={1} aria-hidden />
        </div>
      )}
      <div className={styles.foot}>
        <RingProgress
          size={34}
          thickness={3}
          sections={[{ value: share, color: share === 100 ? 'green' : 'accent' }]}
          role="img"
          aria-label={`${drawnPanelCount} of ${panelCount} panels drawn`}
        />
        <div className={styles.name}>
          {deletedAt ? (
            <Text fw={600} lineClamp={2}>
              {name}
            </Text>
          ) : (
            <Link title={name} to={panelCount > 0 ? '/projects/$id/board' : '/projects/$id/story'} params={{ id }}>
              {name}
            </Link>
          )}
          <Text size="xs" c="dimmed">
            {panelCount === 0 ? 'No panels yet' : `${drawnPanelCount}/${panelCount} drawn`} ·{' '}
            {deletedAt ? `deleted ${ago(deletedAt)}` : ago(project.updatedAt)}
          </Text>
        </div>
        <div className={styles.above}>
          <ProjectMenu project={project} onPurge={() => setPurging(true)} />
        </div>
      </div>
      <PurgeProject project={project} opened={isPurging} onClose={() => setPurging(false)} />
    </li>
  )
}

function ProjectMenu({ project, onPurge }: { project: Project; onPurge: () => void }) {
  const { id, name } = project
  const restore = () => server.restoreProject({ params: { id } }).then(() => refresh(keys.projects))
  const archive = useAction({
    run: (status: 'active' | 'archived') => server.updateProject({ params: { id }, body: { status } }),
    refreshes: [keys.projects],
  })
  const remove = useAction({
    run: () => server.deleteProject({ params: { id } }),
    refreshes: [keys.projects],
    done: () => offerUndo(`Moved “${name}” to the trash`, restore),
  })
  const bringBack = useAction({ run: restore })
  const duplicate = useAction({
    run: () => server.duplicateProject({ params: { id }, body: {} }),
    refreshes: [keys.projects],
    done: copy => notifications.show({ title: 'Project duplicated', message: `“${copy.name}” stands first in the list.` }),
  })
  const keep = useAction({
    run: () => server.createProjectTemplate({ body: { projectId: id, name } }),
    refreshes: [savedTemplatesKey],
    done: () => notifications.show({ title: 'Template saved', message: `“${name}” is offered when you make a new project.` }),
  })
  const download = useAction({
    run: async () => saveAs(await server.exportProjectFile({ params: { id } }), `${name}.storycanvas.zip`),
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`More for ${name}`}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {project.deletedAt ? (
          <>
            <Menu.Item leftSection={<IconRestore size={16} aria-hidden />} onClick={() => bringBack.mutate()}>
              Restore
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={onPurge}>
              Delete for good…
            </Menu.Item>
          </>
        ) : (
          <>
            <Menu.Item
              leftSection={<IconDownload size={16} aria-hidden />}
              disabled={download.isPending}
              onClick={() => download.mutate()}
            >
              Download as one file
            </Menu.Item>
            {(project.role === 'owner' || project.role === 'editor') && (
              <Menu.Item
                leftSection={<IconCopy size={16} aria-hidden />}
                disabled={duplicate.isPending}
                onClick={() => duplicate.mutate()}
              >
                Duplicate
              </Menu.Item>
            )}
            {(project.role === 'owner' || project.role === 'editor') && (
              <Menu.Item
                leftSection={<IconTemplate size={16} aria-hidden />}
                disabled={keep.isPending}
                onClick={() => keep.mutate()}
              >
                Save as template
              </Menu.Item>
            )}
            {project.status === 'active' ? (
              <Menu.Item leftSection={<IconArchive size={16} aria-hidden />} onClick={() => archive.mutate('archived')}>
                Archive
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconArchiveOff size={16} aria-hidden />} onClick={() => archive.mutate('active')}>
                Bring back from the archive
              </Menu.Item>
            )}
            {project.role === 'owner' && (
              <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => remove.mutate()}>
                Move to trash
              </Menu.Item>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

import { Button, Group, Popover, Stack, Text, Tooltip } from '@mantine/core'
import type { Project } from '@storycanvas/api'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { Mark } from '../../shell/Mark.tsx'

/** Whether the cut is laid from the board, and the way back to that. */
export function FollowsBoard({ project }: { project: Project }) {
  const follow = useAction({
    run: () => server.updateProject({ params: { id: project.id }, body: { cutFollowsBoard: true } }),
    refreshes: [keys.tree(project.id), keys.timeline(project.id)],
  })
  if (project.cutFollowsBoard)
    return (
      <Tooltip label="The cut is laid anew whenever panels change. Your first edit here ends that." multiline w={240}>
        <span tabIndex={0}>
          <Mark tone="good">Follows the board</Mark>
        </span>
      </Tooltip>
    )
  return (
    <Group gap="xs">
      <Mark tone="warn">Edited by hand</Mark>
      <Popover width={280} withArrow trapFocus>
        <Popover.Target>
          <Button size="compact-xs" variant="default" loading={follow.isPending}>
            Follow the board again
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            <Text size="sm">The cut is laid anew from the board. What was moved or trimmed by hand is lost.</Text>
            <Button size="xs" onClick={() => follow.mutate()}>
              Lay it anew
            </Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Group>
  )
}

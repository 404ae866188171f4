import { Button, Group, NumberInput, Text } from '@mantine/core'
import type { Project } from '@storycanvas/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { budgetQuery, keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { money } from '../../shell/money.ts'

/** What the project may spend and has spent. */
export function Budget({ project }: { project: Project }) {
  const { data } = useQuery(budgetQuery(project.id))
  const [draft, setDraft] = useState<number | string | null>(null)
  const save = useAction({
    run: (capMicros: number | null) => server.setProjectBudget({ params: { id: project.id }, body: { capMicros } }),
    refreshes: [keys.budget(project.id), keys.estimate(project.id)],
    done: () => setDraft(null),
  })
  if (!data) return null
  const cap = data.capMicros === null ? '' : data.capMicros / 1_000_000
  const facts = [
    `Spent ${money(data.spentMicros)}`,
    data.heldMicros > 0 && `${money(data.heldMicros)} set aside for work under way`,
    data.leftMicros !== null && `${money(data.leftMicros)} left`,
  ].filter(Boolean)
  return (
    <Group gap="sm">
      <Text size="sm">{facts.join(' · ')}</Text>
      {project.role === 'owner' && (
        <>
          <NumberInput
            w={140}
            aria-label="Budget of the project in dollars"
            placeholder="no limit"
            prefix="$"
            min={0}
            decimalScale={2}
            value={draft ?? cap}
            onChange={setDraft}
          />
          {draft !== null && draft !== cap && (
            <Button
              variant="default"
              loading={save.isPending}
              onClick={() => save.mutate(typeof draft === 'number' ? Math.round(draft * 1_000_000) : null)}
            >
              {draft === '' ? 'Lift the limit' : 'Set the budget'}
            </Button>
          )}
        </>
      )}
    </Group>
  )
}

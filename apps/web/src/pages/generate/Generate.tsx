import { EmptyState, Skeleton, Title } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { refresh } from '../../api/actions.tsx'
import { generationServersQuery, keys, presetsQuery, treeQuery } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { panelsOf } from '../../api/tree.ts'
import { LinkButton } from '../../shell/LinkButton.tsx'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { useDrawing } from '../board/useDrawing.ts'
import { JobList } from '../queue/JobList.tsx'
import { Batches } from './Batches.tsx'
import { Budget } from './Budget.tsx'
import { Composer } from './Composer.tsx'
import styles from './Generate.module.css'
import type { Kind, SettingValues } from './kinds.ts'
import { Presets } from './Presets.tsx'
import { ServiceKeys } from './ServiceKeys.tsx'
import { Templates } from './Templates.tsx'

/** What draws here, and what has been asked of it in this project. */
export function Generate() {
  const { id } = useParams({ from: '/app/projects/$id/generate' })
  const drawing = useDrawing(id)
  const { data: tree } = useQuery(treeQuery(id))
  const { data: presets } = useQuery(presetsQuery)
  const { data: servers } = useQuery(generationServersQuery)
  const [wanted, choose] = useLocalStorage({ key: `storycanvas.preset.${id}`, defaultValue: 'builtin-storyboard' })
  const [kind, setKind] = useState<Kind>('text-to-image')
  const [set, setSettings] = useState<SettingValues>({})
  if (!tree) return <PageSkeleton />
  const items = presets?.items ?? []
  const preset = items.find(one => one.id === wanted) ?? items[0]
  const saveStyle = async (style: string) => {
    await server.updateProject({ params: { id }, body: { style } })
    await refresh(keys.tree(id), ['panel'])
  }
  return (
    <div className={styles.page}>
      <Section id="draw" title="Draw">
        {panelsOf(tree).length === 0 ? (
          <EmptyState
            title="There is nothing to draw yet"
            description="Pictures are made of panels, and panels come from a story."
          >
            <LinkButton mt="md" to="/projects/$id/story" params={{ id }}>
              To the story
            </LinkButton>
          </EmptyState>
        ) : preset ? (
          <Composer
            {...{ tree, preset, set, saveStyle }}
            presets={items}
            onPreset={choose}
            wantedKind={kind}
            onKind={setKind}
            onSet={setSettings}
          />
        ) : (
          <Skeleton h={240} />
        )}
      </Section>
      <Section id="batches" title="Batches">
        <Batches projectId={id} drawing={drawing} />
      </Section>
      <div className={styles.underWay}>
        <JobList label="Under way in this project" filter={{ projectId: id, open: 'true', order: 'turn' }} />
      </div>
      <Section id="styles" title="Styles">
        <Templates
          project={tree.project}
          look={{ preset: wanted, kind, parameters: set }}
          nameOf={preset => items.find(one => one.id === preset)?.name ?? preset}
          saveStyle={saveStyle}
          onLook={look => {
            choose(look.preset)
            setKind(look.kind)
            setSettings(look.parameters)
          }}
        />
      </Section>
      <Section id="budget" title="Budget">
        <Budget project={tree.project} />
      </Section>
      <Section id="keys" title="Keys of services">
        <ServiceKeys />
      </Section>
      <Section id="what-draws" title="What draws">
        <Presets presets={items} servers={servers?.items ?? []} chosen={preset?.id ?? ''} onChoose={choose} />
      </Section>
    </div>
  )
}

const Section = ({ id, title, children }: { id: string; title: string; children: ReactNode }) => (
  <section aria-labelledby={id}>
    <Title order={2} size="h4" mb="sm" id={id}>
      {title}
    </Title>
    {children}
  </section>
)

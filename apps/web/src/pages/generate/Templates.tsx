import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core'
import type { Project, StyleTemplate } from '@storycanvas/api'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { refresh, useAction } from '../../api/actions.tsx'
import { keys, styleTemplatesQuery } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import styles from './Generate.module.css'
import { keptLook, type Look, lookOf, settingWords } from './look.ts'

type Props = {
  project: Project
  look: Look
  nameOf: (preset: string) => string
  saveStyle: (style: string) => Promise<unknown>
  onLook: (look: Look) => void
}

// By its own name it would be taken for a hook.
const { useTemplate: countedUse } = server

/** Styles under a name: a preset with its settings, and the words that go into every prompt. */
export function Templates({ project, look, nameOf, saveStyle, onLook }: Props) {
  const { data } = useQuery(styleTemplatesQuery)
  const [name, setName] = useState('')
  const refreshes = [keys.styleTemplates]
  const keep = useAction({
    run: () => server.createTemplate({ body: { name: name.trim(), prompt: project.style, ...keptLook(look) } }),
    refreshes,
    done: () => setName(''),
  })
  const remove = useAction({
    run: ({ id }: StyleTemplate) => server.deleteTemplate({ params: { id } }),
    refreshes,
    done: (_, { name, description, kind, preset, prompt, negativePrompt, parameters }) =>
      offerUndo(`Deleted “${name}”`, async () => {
        await server.createTemplate({ body: { name, description, kind, preset, prompt, negativePrompt, parameters } })
        await refresh(keys.styleTemplates)
      }),
  })
  const apply = useAction({
    run: async ({ id }: StyleTemplate) => {
      const { style } = project
      const template = await countedUse({ params: { id } })
      await saveStyle(template.prompt)
      onLook(lookOf(template))
      offerUndo(`The project has the style “${template.name}”`, async () => {
        await saveStyle(style)
        onLook(look)
      })
    },
    refreshes,
  })
  return (
    <>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          keep.mutate()
        }}
      >
        <Group gap={6} mb="sm">
          <TextInput
            w={260}
            aria-label="Name of a new style"
            placeholder="Keep this style as…"
            maxLength={200}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={keep.isPending} disabled={name.trim() === ''}>
            Keep the style
          </Button>
        </Group>
      </form>
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          No styles yet. A style is the preset, its settings and the words above; kept, it can be put on any project.
        </Text>
      )}
      <ul className={styles.presets} aria-label="Styles">
        {data?.items.map(template => (
          <li key={template.id} className={styles.template}>
            <b>{template.name}</b>
            <span className={styles.small}>
              {nameOf(template.preset)}
              {settingWords(template)} · used {template.uses} {template.uses === 1 ? 'time' : 'times'}
            </span>
            <span className={styles.templateWords}>{template.prompt || 'No words'}</span>
            <Group gap={6}>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Apply ${template.name}`}
                loading={apply.isPending && apply.variables.id === template.id}
                onClick={() => apply.mutate(template)}
              >
                Apply
              </Button>
              <ActionIcon size="sm" aria-label={`Delete ${template.name}`} onClick={() => remove.mutate(template)}>
                <IconTrash size={14} aria-hidden />
              </ActionIcon>
            </Group>
          </li>
        ))}
      </ul>
    </>
  )
}

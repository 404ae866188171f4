import { Select } from '@mantine/core'
import type { Location } from '@storycanvas/api'
import { Setting } from '@storycanvas/api'
import { complain, refresh, useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import { choicesOf } from '../../film/words.ts'
import type { Appearance } from './appearances.ts'
import { CastCard } from './CastCard.tsx'

type Fields = Parameters<typeof server.updateLocation>[0]['body']

type Props = { location: Location; isNew: boolean; appearances: readonly Appearance[] }

export function LocationCard({ location, isNew, appearances }: Props) {
  const { id, name, projectId, sceneCount, version } = location
  const reload = () => refresh(keys.tree(projectId))
  const save = (fields: Fields) => server.updateLocation({ params: { id }, body: { ...fields, version } }).then(reload)
  const remove = useAction({
    run: () => server.deleteLocation({ params: { id } }),
    refreshes: [keys.tree(projectId)],
    done: () => offerUndo(`Deleted ${name}`, () => server.restoreLocation({ params: { id } }).then(reload)),
  })
  return (
    <CastCard
      kind="location"
      isNew={isNew}
      named={location}
      references={location.references}
      {...{ id, projectId }}
      lookHint="What the place looks like: it enters every prompt"
      aboutHint="What happens here, what it means"
      save={save}
      remove={() => remove.mutate()}
      counted={`In ${sceneCount} ${sceneCount === 1 ? 'scene' : 'scenes'}`}
      appearances={appearances}
    >
      <Select
        label="Setting"
        size="xs"
        data={choicesOf(Setting.options)}
        value={location.setting}
        onChange={setting => setting && void save({ setting }).catch(complain)}
      />
    </CastCard>
  )
}

import { notifications } from '@mantine/notifications'
import { refresh, useAction } from '../../../api/actions.tsx'
import { keys } from '../../../api/queries.ts'
import { type Server, server } from '../../../api/server.ts'

type NewPreset = Parameters<Server['createPreset']>[0]['body']

/** Adds a preset for everybody here. Whoever is told of it finds it in the list. */
export function useAddPreset(onAdded: (preset: string) => void) {
  return useAction({
    async run(body: NewPreset) {
      const preset = await server.createPreset({ body })
      await refresh(keys.presets, keys.generationServers)
      return preset
    },
    done({ id, name }) {
      notifications.show({ title: `Added “${name}”`, message: 'It is chosen above, and everybody here can draw with it.' })
      onAdded(id)
    },
    quiet: true,
  })
}

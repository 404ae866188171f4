import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { server } from '../../api/server.ts'
import { whenKept } from '../../live/texts.ts'

/** Which panels a scene would have if it read so. */
export const planQuery = (sceneId: string, text: string) =>
  queryOptions({
    queryKey: ['scene-plan', sceneId, text],
    queryFn: ({ signal }) => server.planScenePanels({ params: { id: sceneId }, body: { text } }, { signal }),
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  })

/** Gives a scene the panels that were shown planned, once the server has every letter of the text. */
export async function makePanels(sceneId: string, text: string) {
  await whenKept(`scene.${sceneId}.text`)
  return server.makeScenePanels({ params: { id: sceneId }, body: { text } })
}

import { saveAs } from '../../api/download.ts'
import { server } from '../../api/server.ts'

/** Has the browser download the screenplay. */
export const saveScreenplay = async (projectId: string, format: 'fountain' | 'fdx') =>
  saveAs(await server.exportProject({ params: { id: projectId, format }, query: {} }), `story.${format}`)

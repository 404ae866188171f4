import type { Context } from '../context.ts'
import { finishedRender } from '../timeline/renders/finished.ts'
import { readProject } from '../projects/read.ts'
import { addVideo } from './videos/add.ts'

type Wish = { title?: string | undefined; description: string; visibility: 'public' | 'unlisted' | 'private' }

/** Publishes a finished render. The film is ours, so it needs no judging. Returns the video's id. */
export function publishRender(
  { database, jobs }: Pick<Context, 'database' | 'jobs'>,
  ownerId: string,
  renderId: string,
  wish: Wish,
): Promise<string> {
  return database.transaction().execute(async tx => {
    const film = await finishedRender(tx, renderId)
    return addVideo(
      tx,
      { jobs },
      {
        ownerId,
        projectId: film.projectId,
        renderId,
        title: wish.title ?? (await readProject(tx, film.projectId)).name,
        description: wish.description,
        visibility: wish.visibility,
        source: { hash: film.blobHash, size: film.bytes },
        mediaType: 'video/mp4',
        captions: film.captionsVtt,
        facts: null,
        origin: 'own',
      },
    )
  })
}

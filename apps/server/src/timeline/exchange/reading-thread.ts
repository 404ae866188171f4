import { parentPort, workerData } from 'node:worker_threads'
import type { Document } from './come-home.ts'
import { tell } from './told.ts'

/** Thread that reads one document: a large one takes seconds, which the server's own thread does not have. */
const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')
port.postMessage(tell(workerData as Document))

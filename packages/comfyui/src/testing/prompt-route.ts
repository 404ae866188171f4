import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { Graph } from '../graph/graph.ts'
import { loginPage, readJson, sendCrash, sendJson, sendText } from './body.ts'
import type { FaultPlaces } from './faults.ts'
import type { Machine } from './machine.ts'
import { judge } from './validation.ts'

const body = z.object({
  prompt: Graph.optional(),
  prompt_id: z.string().optional(),
  client_id: z.string().optional(),
  number: z.number().optional(),
  front: z.boolean().optional(),
  extra_data: z.record(z.string(), z.unknown()).default({}),
})

/** POST /prompt. */
export async function takePrompt(machine: Machine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const fault = machine.faults.take('submit')
  if (fault === 'no-connection') return void request.socket.destroy()
  const given = body.safeParse(await readJson(request).catch(() => undefined))
  if (!given.success || isAnswered(fault, response)) return given.success ? undefined : sendCrash(response)
  const { prompt, client_id: clientId, extra_data: extra } = given.data
  if (prompt === undefined) {
    const error = { type: 'no_prompt', message: 'No prompt provided', details: 'No prompt provided', extra_info: {} }
    return sendJson(response, 400, { error, node_errors: {} })
  }
  const verdict = judge(prompt, machine.objectInfo(), new Set(machine.uploads.keys()))
  if (verdict.kind === 'refused') return sendJson(response, 400, verdict.body)
  const id = given.data.prompt_id ?? crypto.randomUUID()
  const number = given.data.number ?? (given.data.front === true ? -machine.nextNumber() : machine.nextNumber())
  const item = {
    number,
    id,
    graph: prompt,
    extra: { ...extra, ...(clientId === undefined ? {} : { client_id: clientId }) },
    outputs: verdict.outputs,
  }
  const isSound = machine.queue.push(item)
  if (fault === 'queued-twice') machine.queue.push({ ...item, number: machine.nextNumber() })
  machine.tellStatus()
  machine.worker().wake()
  if (fault === 'lost-reply') return void request.socket.destroy()
  if (fault === 'error-yet-queued' || !isSound) return sendCrash(response)
  if (fault === 'cut-json') return sendText(response, 200, `{"prompt_id": "${id}", "num`)
  const errors = fault === 'partly-valid' ? partlyWrong : verdict.errors
  sendJson(response, 200, { prompt_id: fault === 'another-id' ? crypto.randomUUID() : id, number, node_errors: errors })
}

/** Faults that keep the job out. */
function isAnswered(fault: FaultPlaces['submit'] | undefined, response: ServerResponse): boolean {
  if (fault === 'error-and-not-queued') sendCrash(response)
  else if (fault === 'bad-gateway') sendText(response, 502, '<html>502 Bad Gateway</html>', 'text/html')
  else if (fault === 'html') sendText(response, 200, loginPage, 'text/html')
  else if (fault === 'busy') response.writeHead(429, { 'retry-after': '7' }).end()
  else if (fault === 'redirect') response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  else return false
  return true
}

const partlyWrong = {
  '9': {
    errors: [
      {
        type: 'value_not_in_list',
        message: 'Value not in list',
        details: "ckpt_name: 'nope.safetensors' not in ['sd15.safetensors']",
        extra_info: { input_name: 'ckpt_name', received_value: 'nope.safetensors' },
      },
    ],
    dependent_outputs: ['11'],
    class_type: 'CheckpointLoaderSimple',
  },
}

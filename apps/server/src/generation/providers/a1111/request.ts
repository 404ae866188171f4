import type { ProviderPicture, ProviderRequest } from '../provider.ts'

/** About as many pixels as every family of models draws well. */
const pixels = 768 * 768
const step = 64
/** What is white is painted anew, begun from what is there, at the full size of the picture around it, with a soft edge. */
const within = {
  ...{ inpainting_mask_invert: 0, inpainting_fill: 1, inpaint_full_res: true, inpaint_full_res_padding: 32 },
  mask_blur: 4,
}

/** ControlNet of the web UI, and of Forge, which wants pictures in another shape. */
export type ControlNet = { isForge: boolean; model: string; module: string }

/**
 * The body of `txt2img` or `img2img`; `force_task_id` makes it findable by our id. Fields as in `modules/api/models.py` and
 * Forge's `external_code.py`.
 */
export function bodyOf(id: string, request: ProviderRequest, control: ControlNet | null): { path: string; body: object } {
  const image = request.pictures.find(({ role }) => role === 'image')
  const mask = request.pictures.find(({ role }) => role === 'mask')
  const guide = request.pictures.find(({ role }) => role === 'control')
  const common = {
    ...{ prompt: withLoraTags(request), negative_prompt: request.negativePrompt, seed: request.seed, ...sizeOf(request) },
    ...{ steps: 25, cfg_scale: 7, batch_size: 1, n_iter: 1, send_images: true, save_images: true, force_task_id: id },
    ...(guide && control ? { alwayson_scripts: { controlnet: { args: [unitOf(guide, control)] } } } : {}),
  }
  if (!image) return { path: '/sdapi/v1/txt2img', body: common }
  const masked = mask ? { mask: inBase64(mask), ...within } : {}
  const from = { init_images: [inBase64(image)], denoising_strength: mask ? 0.75 : 0.6, ...masked }
  return { path: '/sdapi/v1/img2img', body: { ...common, ...from } }
}

/** The web UI reads LoRAs out of the prompt, by file name without its ending. */
function withLoraTags({ prompt, loras = [] }: ProviderRequest): string {
  const tags = loras.map(({ file, weight }) => `<lora:${file.replace(/^.*[\\/]/, '').replace(/\.[a-z]+$/i, '')}:${weight}>`)
  return [prompt, ...tags].join(' ')
}

function unitOf(guide: ProviderPicture, { isForge, model, module }: ControlNet) {
  const picture = inBase64(guide)
  return {
    ...{ enabled: true, module, model, weight: 1, pixel_perfect: true, save_detected_map: false },
    ...{ resize_mode: 'Crop and Resize', control_mode: 'Balanced', guidance_start: 0, guidance_end: 1 },
    image: isForge ? { image: picture, mask: null } : picture,
  }
}

const inBase64 = ({ bytes }: ProviderPicture) => Buffer.from(bytes).toString('base64')

function sizeOf({ width, height, aspect }: ProviderRequest): { width: number; height: number } {
  const shape = width && height ? width / height : aspect
  const ratio = Math.min(3, Math.max(1 / 3, shape))
  const across = Math.max(step, Math.round(Math.sqrt(pixels * ratio) / step) * step)
  return { width: across, height: Math.max(step, Math.round(across / ratio / step) * step) }
}

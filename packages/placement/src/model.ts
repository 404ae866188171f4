/** Seconds on the caller's clock; any origin, as long as all times of a pool share it. */
export type Seconds = number

/** What jobs have in common that decides where they can run and what has to be loaded for them. */
export type JobKind = {
  readonly id: string
  /** Speed is learnt per server and preset. */
  readonly preset: string
  /** Affinity of the second tier: the checkpoint or diffusion model, which takes nearly all of the memory and of the loading. */
  readonly heavy: { readonly name: string; readonly gigabytes: number }
  /** Affinity of the first tier: the exact set of files. A server that ran the same stack last loads nothing. */
  readonly stack: string
  /** What another stack on the same heavy model has to load: text encoders, VAE, LoRAs. */
  readonly lightGigabytes: number
  /** Every file that has to be installed, the heavy one included. */
  readonly files: readonly string[]
  /** Every node class that has to be installed. */
  readonly nodes: readonly string[]
  readonly vramGigabytes: number
}

export type Job = {
  readonly id: string
  readonly kind: JobKind
  readonly user: string
  /** 0 is usual; each step above counts as four times as urgent, each below as a quarter. */
  readonly priority: number
  readonly queuedAt: Seconds
  /** How much of its preset's work this is, in the unit that paces are learnt in; 1 where nothing is known. */
  readonly work: number
}

export type ServerState = 'up' | 'draining' | 'broken'

/** A slot that runs one job at a time. A machine with two cards is two servers. */
export type Server = {
  readonly id: string
  readonly state: ServerState
  readonly vramGigabytes: number
  readonly loadGigabytesPerSecond: number
  readonly files: ReadonlySet<string>
  /** `any` where the server cannot tell, for instance a hosted endpoint. */
  readonly nodes: ReadonlySet<string> | 'any'
}

/** A heavy model in a server's memory. */
export type Resident = { readonly name: string; readonly gigabytes: number }

export type Decision =
  | { readonly kind: 'start'; readonly jobId: string; readonly serverId: string }
  /** Sent ahead to a server that is about to finish; it starts when the running one has ended. */
  | { readonly kind: 'prefetch'; readonly jobId: string; readonly serverId: string }
  | { readonly kind: 'preload'; readonly model: string; readonly gigabytes: number; readonly serverId: string }

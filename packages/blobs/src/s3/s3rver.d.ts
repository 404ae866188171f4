declare module 's3rver' {
  type S3Object = { bucket: string; key: string; content: Buffer | NodeJS.ReadableStream; metadata: object }
  type Store = {
    getResourcePath(bucket: string, key: string, resource: string): string
    putObject(object: S3Object): Promise<{ size: number; md5: string }>
    putMetadata(bucket: string, key: string, metadata: object, md5: string): Promise<void>
    getObject(...args: unknown[]): Promise<unknown>
    listObjects(...args: unknown[]): Promise<unknown>
    deleteObject(...args: unknown[]): Promise<void>
  }
  export default class S3rver {
    constructor(options: {
      directory: string
      address: string
      port: number
      silent: boolean
      configureBuckets: readonly { name: string; configs: readonly string[] }[]
    })
    readonly store: Store
    run(): Promise<{ port: number }>
  }
}

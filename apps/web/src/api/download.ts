/** Hands a file the server has answered to the browser's own downloads. */
export async function saveAs(response: Response, fallbackName: string) {
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = nameIn(response.headers.get('content-disposition')) ?? fallbackName
  link.click()
  // The browser has taken hold of the bytes by the next turn; keeping the address would keep them in memory.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** File name of a Content-Disposition header (RFC 6266): the encoded one where both are given. */
export function nameIn(disposition: string | null): string | null {
  const encoded = disposition && /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return (disposition && /filename="?([^";]+)"?/i.exec(disposition)?.[1]) || null
}

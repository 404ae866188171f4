import type { XmlWriter } from '../../xml/writer.ts'

export const property = (xml: XmlWriter, name: string, value: string | number): void => {
  xml.leaf('property', { name }, value)
}

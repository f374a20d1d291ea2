/** A comment, CDATA section or processing instruction; or a start tag, whose attributes may hold any character. */
const tokens = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<[^\s<>!?/](?:"[^"]*"|'[^']*'|[^'"<>])*>/g
const attributes = /\s+([^\s=<>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')/g
const cookies = /<cookies\b[^>]*>[\s\S]*?<\/cookies>/g

/**
 * The XML without display passwords and HTTP cookies, to be shown or written down. Done on the text, so that the rest
 * stays byte for byte and a document that can not be parsed is cleaned too. What VIR_DOMAIN_XML_SECURE adds:
 * https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainXMLFlags
 */
export function withoutSecrets(xml: string): string {
  const open = xml.replace(tokens, token =>
    /^<[!?]/.test(token) ? token : token.replace(attributes, (whole, name) => (name === 'passwd' ? '' : whole)),
  )
  return open.replace(cookies, '')
}

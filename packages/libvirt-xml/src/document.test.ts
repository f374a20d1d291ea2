import { describe, expect, it } from 'vitest'
import { domainSamples, doubleQuoted, sample } from '../test/samples.ts'
import { edit, XmlError } from './document.ts'

describe('edit', () => {
  it.each(domainSamples)('leaves %s as it is when nothing is changed', name => {
    expect(`${edit(sample(name), 'domain', () => {})}`.trimEnd()).toBe(doubleQuoted(sample(name)).trimEnd())
  })

  it('keeps comments, order, CDATA, instructions, references, unknown elements and foreign namespaces', () => {
    const xml = [
      '<?xml version="1.0"?>',
      '<!-- before -->',
      '<domain type="kvm" xmlns:q="urn:q" unknown="yes">',
      '  <b/><!-- between --><a/>',
      '  <![CDATA[<raw> & more]]>',
      '  <?keep this?>',
      '  <q:c q:d="&lt;&amp;&quot;&#10;&#9;">&lt;tag&gt; &amp; line&#13; end</q:c>',
      '</domain>',
      '<!-- after -->',
    ].join('\n')
    expect(edit(xml, 'domain', () => {})).toBe(xml.replace('&gt;', '>').replace('tag>', 'tag&gt;'))
  })

  it('refuses what it can not be sure of', () => {
    const unchanged = (xml: string) => () => edit(xml, 'domain', () => {})
    expect(unchanged('<!DOCTYPE domain [<!ENTITY n SYSTEM "file:///etc/passwd">]><domain>&n;</domain>')).toThrow(
      /DOCTYPE/,
    )
    expect(unchanged('<!DOCTYPE domain><domain/>')).toThrow(XmlError)
    expect(unchanged('<domain>')).toThrow(/not well-formed/)
    expect(unchanged('<network/>')).toThrow('The document is a <network>, not a <domain>.')
  })
})

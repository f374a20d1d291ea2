import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations']

/** What axe finds on a page, by all of its rules or by these. */
export async function violations(page: Page, rules?: string[]): Promise<Violations> {
  // The legacy mode asks in the page itself, else a second page is opened each time: there are no frames of other origins here.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  return (await (rules ? axe.withRules(rules) : axe).analyze()).violations
}

/** The same, of what is serious or critical, a line each. */
export async function serious(page: Page, rules?: string[]): Promise<string[]> {
  return (await violations(page, rules))
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)
}

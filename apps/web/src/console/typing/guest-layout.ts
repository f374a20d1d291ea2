import { type LayoutName, layoutNames } from './layouts.ts'

const storageKey = 'porthole.guest-layout'

/** What people of a language mostly type on. */
const byLanguage: Readonly<Record<string, LayoutName>> = {
  ...{ 'en-GB': 'uk', 'de-CH': 'swiss-german', 'fr-CH': 'swiss-french', 'pt-BR': 'portuguese-brazil' },
  ...{ de: 'german', fr: 'french', es: 'spanish', it: 'italian', pt: 'portuguese', ja: 'japanese' },
  ...{ sv: 'swedish', nb: 'norwegian', nn: 'norwegian', no: 'norwegian', da: 'danish', fi: 'finnish' },
}

/** The layout that was chosen last, or what the browser's language suggests. */
export function guestLayout(): LayoutName {
  const kept = localStorage.getItem(storageKey)
  const { language } = navigator
  return (
    layoutNames.find(name => name === kept) ??
    byLanguage[language] ??
    byLanguage[language.split('-', 1)[0] ?? ''] ??
    'us'
  )
}

export function keepGuestLayout(name: LayoutName): void {
  localStorage.setItem(storageKey, name)
}

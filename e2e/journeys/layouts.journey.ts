import { expectPicture } from '../console-picture.ts'
import { expect, expectAgent, test } from '../fixtures.ts'
import { guestShell } from '../guest-shell.ts'
import { keymaps } from '../lab/keymaps.ts'

interface Layout {
  readonly xkb: readonly [layout: string, variant?: string]
  readonly text: string
}

/** Sixteen layouts: each waits a few times. */
const often = { intervals: [50] }

/**
 * What each keyboard has and others have not, or have elsewhere. Left out is what no kernel's keymap can say: accents on
 * letters beyond Latin-1, the kana of a Japanese keyboard, and an acute accent alone, of which ckbcomp makes an apostrophe.
 */
const layouts: Readonly<Record<string, Layout>> = {
  US: { xkb: ['us'], text: 'zyZY ~!@#$%^&*()_+{}|:"<>?[]\\;\',./`-=' },
  UK: { xkb: ['gb'], text: '"£$%^&*()_+{}@~|<>?¬\\#\'[];,./€' },
  German: { xkb: ['de'], text: "zyäöüÄÖÜß §$%&/()=?*'#+-_<>|{[]}\\@€~µ²³°^` éèâ" },
  'German, no dead keys': { xkb: ['de', 'nodeadkeys'], text: 'zß^`~@' },
  French: { xkb: ['fr'], text: 'azqwm1290 é"\'(-è_çà)=ù%µ£§!/.?*<>&~#{[|`\\^@]}€ êëôÂÏ' },
  Spanish: { xkb: ['es'], text: 'ñÑçÇ¡¿ºª·!"$%&/()=? @#|~€¬[]{}\\ áéíóúÁàèâêüÜ' },
  Italian: { xkb: ['it'], text: 'àèéìòùç°§£!"$%&/()=?^\'<>;:_ @#[]{}€~`|\\' },
  Swedish: { xkb: ['se'], text: 'åäöÅÄÖ§½!"#¤%&/()=?+*<> @£$€{[]}\\|~^ éüâ' },
  Norwegian: { xkb: ['no'], text: 'æøåÆØÅ§!"#¤%&/()=?+*<> @£$€{[]}\\| éüâ' },
  Danish: { xkb: ['dk'], text: 'æøåÆØÅ½§!"#¤%&/()=?+*<> @£$€{[]}\\| éüâ' },
  Finnish: { xkb: ['fi'], text: 'åäöÅÄÖ§½!"#¤%&/()=?+*<> @£$€{[]}\\| éü' },
  Portuguese: { xkb: ['pt'], text: 'çÇºª«»!"#$%&/()=?+* @£§{[]}€ áéíóúâêôãõàÀ|\\~^' },
  'Portuguese, Brazil': { xkb: ['br'], text: 'çÇ\'"!@#$%&*()_+/?;:<>|\\{[]} áâãàüº' },
  'Swiss, German': { xkb: ['ch'], text: 'zyöäüéàèç+"*%&/()=?\'§°$£<> @#|~[]{}\\€^` ÄÖÜâñ' },
  'Swiss, French': { xkb: ['ch', 'fr'], text: 'zyéàèöäüç+"*%&/()=?\'§°$£<> @#|~[]{}\\€ ÉÀÈâ' },
  Japanese: { xkb: ['jp'], text: 'zy!"#$%&\'()=~|@`[]{}*:;+,./\\_?<>^-' },
}

test('each layout’s text, typed into a guest that has this layout, arrives exactly', async ({ page, host }) => {
  const names = Object.keys(layouts)
  const files = Object.fromEntries(Object.values(layouts).map(({ xkb }, i) => [`map${i}`, xkb]))
  const maps = keymaps(files)
  const id = await host.define('polyglot')
  await host.virsh('start', 'polyglot')
  await page.goto(`/vms/${id}/console`)
  await expectAgent(host, 'polyglot')
  await expectPicture(page)
  const guest = guestShell(host, 'polyglot')
  await guest.write('/tmp/maps.tar.gz', await maps)
  await guest.run('cd /tmp && tar -xzf maps.tar.gz && chvt 2')
  // For each layout in turn a line is read as its keyboard says it.
  const reader = `exec < /dev/tty2; for i in $(seq 0 ${names.length - 1}); do
    loadkmap < /tmp/map$i; echo $i > /tmp/at; IFS= read -r line; printf '%s\\n' "$line" >> /tmp/typed
    done; echo all > /tmp/at`
  await guest.start(reader)
  const at = (step: string) => expect.poll(() => guest.run('cat /tmp/at'), often).toBe(`${step}\n`)

  await page.getByRole('button', { name: 'Type text' }).click()
  await page.getByLabel('Press Enter at the end').check()
  for (const [i, name] of names.entries()) {
    await test.step(name, async () => {
      const text = layouts[name]?.text ?? ''
      await at(String(i))
      await page.getByLabel('Keyboard layout of the guest').selectOption(name)
      await page.getByLabel('Text to type into the guest').fill(text)
      await page.getByRole('button', { name: 'Type', exact: true }).click()
      await expect(page.getByText(`${[...text].length + 1} characters typed`)).toBeVisible({ timeout: 60_000 })
    })
  }
  await at('all')
  const typed = (await guest.run('cat /tmp/typed')).split('\n')
  for (const [i, name] of names.entries()) expect.soft(typed[i], name).toBe(layouts[name]?.text)
  await host.remove('polyglot')
})

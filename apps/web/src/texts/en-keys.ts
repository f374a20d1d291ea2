/** The list of keys, which its dialog alone loads. */
export const keys = {
  title: 'Keyboard shortcuts',
  rows: [
    [['Ctrl K'], 'Go to anything, do anything'],
    [['/'], 'Filter the VMs'],
    [['g', 'h'], 'Go to the fleet'],
    [['g', 't'], 'Go to the timeline'],
    [['↑', '↓', 'Page', 'Home', 'End'], 'Move between VMs; on the wall ← and → too'],
    [['Enter'], 'Open the VM; on the wall its console'],
    [['c'], 'Open its console'],
    [['s'], 'Start, restore or resume it'],
    [['m', 'Shift F10'], 'All it can do'],
    [['x', 'Shift x'], 'Select it, or all up to it'],
    [['?'], 'This list'],
  ] as const satisfies readonly (readonly [readonly string[], string])[],
  console: 'In a console every key goes to the guest. Click outside of its picture to type to Porthole again.',
}

/** The words of the wall of pictures; they come with it. */
export const wallTexts = {
  label: 'Screens of the VMs',
  mayNot: 'You may not watch it.',
  noDisplay: 'It has no display.',
}

/** The part of the catalogue that is loaded with the dialog of saved views. */
export const viewsTexts = {
  title: 'Saved views',
  lead: 'A view is the filter, the order and the grouping that you see now. Its address can be sent as well.',
  name: 'Save this view as',
  forget: 'Forget',
  forgetOf: (name: string) => `Forget the view ${name}`,
  whole: 'the whole fleet',
}

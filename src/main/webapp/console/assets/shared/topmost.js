/** Where something must stand to be seen and read out: the dialog in front, since it makes the rest inert, or the page. */
export const topmost = () => [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;

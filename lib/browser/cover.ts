// Hides a page whose session may have ended until the server has answered, so that nobody else can read it.
// app/globals.css hides everything under this attribute. React is not used: a page that is being left cannot render.
const ATTRIBUTE = "data-covered";

export const cover = () => document.documentElement.setAttribute(ATTRIBUTE, "");
export const uncover = () => document.documentElement.removeAttribute(ATTRIBUTE);
export const isCovered = () => document.documentElement.hasAttribute(ATTRIBUTE);

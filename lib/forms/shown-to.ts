// A page says for which user it was rendered, and the server compares that with the user who sends. Another tab may
// have signed in as someone else meanwhile: cookies belong to the browser, not to the page.
// It protects users from mistakes, not the server from attackers, so the id is not signed: someone who can change the
// field could send any id. Requests from other sites are refused because of their Origin.

/** The hidden field of a form: the id of the user, or empty on a page that was rendered for a guest. */
export const SHOWN_TO_FIELD = "shown-to";
/** The same for requests of scripts of this site's pages. */
export const SHOWN_TO_HEADER = "x-shown-to";

/** Where forms without JavaScript are redirected: the sign-in page says who is signed in, and that nothing was done. */
export const OTHER_USER_PAGE = "/sign-in?error=OtherUser";

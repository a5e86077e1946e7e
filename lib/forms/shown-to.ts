// A page says for which user it was rendered, and the server compares that with the user who sends. Another tab may
// have signed in as someone else meanwhile: cookies belong to the browser, not to the page.
// It protects people from mistakes, not the server from attackers, so the id is not signed: whoever can write the
// field could send any other one. Requests from other sites are refused by their Origin.

/** The hidden field of a form: the id of the user, empty on a page that was rendered for nobody. */
export const SHOWN_TO_FIELD = "shown-to";
/** The same for requests that scripts of our pages send. */
export const SHOWN_TO_HEADER = "x-shown-to";

/** Where forms without JavaScript lead: the sign-in page says who is signed in, and that nothing was done. */
export const OTHER_USER_PAGE = "/sign-in?error=OtherUser";

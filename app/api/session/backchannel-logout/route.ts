import { strategy } from "@/auth";
import { answerBackChannelLogout } from "@/features/provider-logout/back-channel";

/** For OpenID Connect providers: `backchannel_logout_uri`. */
export const POST = answerBackChannelLogout(strategy);

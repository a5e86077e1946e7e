// A session as the claims of a JWT (RFC 7519) in an encrypted cookie, and back.
import type { JWTPayload } from "jose";
import type { Role, Session, SessionUser } from "../strategy";

/** Characters. A provider may send a name of any length, and a cookie holds 4096 bytes for everything. */
const NAME_LIMIT = 200;

/** The user as a cookie can hold them. */
export function asCarried({ id, email, name, role }: SessionUser): SessionUser {
  return { id, email, name: name?.slice(0, NAME_LIMIT) ?? null, role };
}

/** A NumericDate may have a fraction (RFC 7519 2), so times are not rounded. */
export function toClaims(session: Session): JWTPayload {
  const { id, user, authTime, renewedAt, expires, accessExpires, short, method } = session;
  const { id: sub, email, name, role } = asCarried(user);
  return {
    ...{ sub, email, name, role, sid: id, auth_time: authTime / 1000, iat: renewedAt / 1000 },
    exp: (accessExpires ?? expires) / 1000,
    ...(accessExpires ? { session_exp: expires / 1000 } : {}),
    ...(short ? { short } : {}),
    ...(method ? { method } : {}),
  };
}

export function fromClaims(claims: JWTPayload): Session {
  const exp = toMilliseconds(claims.exp);
  const session = {
    id: claims.sid as string,
    user: {
      id: claims.sub as string,
      email: claims.email as string | null,
      name: claims.name as string | null,
      role: claims.role as Role,
    },
    authTime: toMilliseconds(claims.auth_time),
    renewedAt: toMilliseconds(claims.iat),
    ...(claims.short ? { short: true as const } : {}),
    ...(claims.method ? { method: claims.method as string } : {}),
  };
  // #region refresh
  if (claims.session_exp)
    return { ...session, expires: toMilliseconds(claims.session_exp), accessExpires: exp };
  // #endregion
  return { ...session, expires: exp };
}

const toMilliseconds = (seconds: unknown) => Math.round((seconds as number) * 1000);

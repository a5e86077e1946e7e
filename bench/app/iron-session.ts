import type { SessionOptions } from "iron-session";

export interface IronUser {
  id: string;
  email: string;
  name: string;
  role: string;
}

export const ironOptions: SessionOptions = {
  cookieName: "iron-session",
  password: `${process.env.AUTH_SECRET}`,
  cookieOptions: { secure: false },
};

"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { formAction } from "@/lib/session/action";
import { requireRole } from "@/lib/session/current";
import { setRole } from "@/lib/users";

export const changeRole = formAction(
  {
    authorize: () => requireRole("admin", "/admin"),
    schema: z.object({ userId: z.string().min(1).max(64), role: z.enum(["user", "admin"]) }),
  },
  async ({ userId, role }, admin) => {
    // So that there is always an admin left.
    if (userId === admin.id)
      return { status: "failed", message: "Your own role can only be changed by another admin." };
    if (!(await setRole(userId, role)))
      return { status: "failed", message: "This user does not exist any more." };
    refresh();
    return { status: "done", message: `Now ${role}.` };
  },
);

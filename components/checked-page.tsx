import type { ReactNode } from "react";
import { findStoreUnavailable } from "@/lib/errors";
import { NotChecked } from "./not-checked";

/**
 * For a page that reads the session before it renders anything. If a store gives no answer, a message replaces the
 * page. An error would show app/error.tsx instead, but React would log it in the browser's console. The status is 200
 * in both cases, because Next.js sends it before it renders a page.
 */
export function checkedPage<Props extends object>(Page: (props: Props) => Promise<ReactNode>) {
  return async function CheckedPage(props: Props) {
    try {
      return await Page(props);
    } catch (error) {
      if (!findStoreUnavailable(error)) throw error;
      return <NotChecked />;
    }
  };
}

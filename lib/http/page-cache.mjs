// The cache of prerendered pages (`cacheHandler` in next.config.ts), with a workaround for a fault of Next.js 16
// (github.com/vercel/next.js/pull/97784). Without JavaScript or before hydration, the browser itself sends a form. Next.js
// then answers with the prerendered page, which does not show the result of the action. If the cache returns no page,
// Next.js renders the page with the result. docs/decisions/0043
import cache from "next/dist/server/lib/incremental-cache/file-system-cache.js";

// Node.js gives the CommonJS module, and the bundler gives what it exports.
const FileSystemCache = cache.default ?? cache;

export default class PageCache extends FileSystemCache {
  /** @param {ConstructorParameters<typeof FileSystemCache>[0]} context of the request */
  constructor(context) {
    super(context);
    const { "content-type": type, "next-action": action } = context._requestHeaders;
    this.isNativeForm = Boolean(type?.startsWith("multipart/form-data")) && !action;
  }

  async get(...args) {
    return this.isNativeForm ? null : super.get(...args);
  }
}

/** Not selected at first, because users of a shared computer may forget to sign out. */
export function RememberMe() {
  return (
    <label className="flex items-start gap-2 text-sm">
      <input type="checkbox" name="remember" className="mt-0.5 size-4 accent-foreground" />
      <span>
        Keep me signed in
        <span className="block text-[0.8125rem] text-muted-foreground">
          Leave this off on a shared computer. Then closing the browser signs you out.
        </span>
      </span>
    </label>
  );
}

// Without this file, the bundler would find the project's own in a parent folder.
export function register() {}

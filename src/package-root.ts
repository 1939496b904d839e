/** Where this package's own files are. Sources, and the bundle that is made of them, are one level below. */
export const packageRoot = new URL('../', import.meta.url);

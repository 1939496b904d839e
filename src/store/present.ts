type Present<Fields> = { readonly [Name in keyof Fields]?: NonNullable<Fields[Name]> };

/** Columns as fields: what is NULL is absent. */
export function present<Fields extends object>(columns: Fields): Present<Fields>;
export function present(columns: object): object {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null));
}

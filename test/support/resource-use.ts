import { z } from 'zod';

/** What both clients can do with resources. */
interface ResourceClient {
  readonly listResources: () => Promise<unknown>;
  readonly listResourceTemplates: () => Promise<unknown>;
  readonly readResource: (params: { uri: string }) => Promise<unknown>;
  readonly complete: (params: {
    ref: { type: 'ref/resource'; uri: string };
    argument: { name: string; value: string };
  }) => Promise<unknown>;
}

// What the SDK lists of a skill has no title, and its template no kind.
const listedShape = z.looseObject({
  name: z.string(),
  title: z.string().optional(),
  mimeType: z.string().optional(),
});
const resourcesShape = z.looseObject({ resources: z.array(listedShape.extend({ uri: z.string() })) });
const templatesShape = z.looseObject({
  resourceTemplates: z.array(listedShape.extend({ uriTemplate: z.string() })),
});
const contentsShape = z.looseObject({
  contents: z.tuple([z.looseObject({ uri: z.string(), mimeType: z.string(), text: z.string() })]),
});
const completionShape = z.looseObject({ completion: z.looseObject({ values: z.array(z.string()) }) });
const errorShape = z.looseObject({ code: z.number(), message: z.string(), data: z.unknown().optional() });

/** A client's use of resources. */
export interface ResourceUse {
  readonly list: () => Promise<z.infer<typeof resourcesShape>['resources']>;
  readonly templates: () => Promise<z.infer<typeof templatesShape>['resourceTemplates']>;
  /** The text of the one content that a resource has. */
  readonly read: (uri: string) => Promise<string>;
  /** Read, and fail the test unless it is refused. */
  readonly unreadable: (uri: string) => Promise<z.infer<typeof errorShape>>;
  readonly complete: (template: string, name: string, value: string) => Promise<readonly string[]>;
  readonly subscribe: (uri: string) => Promise<unknown>;
  readonly unsubscribe: (uri: string) => Promise<unknown>;
  /** URIs of the resources that were told to have changed; `list` for the list of them. */
  readonly told: readonly string[];
}

/**
 * @param subscribing how this client does it.
 * @param told what it has been told so far.
 */
export function resourceUse(
  client: ResourceClient,
  subscribing: Pick<ResourceUse, 'subscribe' | 'unsubscribe'>,
  told: readonly string[],
): ResourceUse {
  const read = async (uri: string) =>
    contentsShape.parse(await client.readResource({ uri })).contents[0].text;
  return {
    ...subscribing,
    told,
    read,
    list: async () => resourcesShape.parse(await client.listResources()).resources,
    templates: async () => templatesShape.parse(await client.listResourceTemplates()).resourceTemplates,
    unreadable: async (uri) => {
      const thrown: unknown = await read(uri).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (thrown === undefined) throw new Error(`${uri} could be read.`);
      return errorShape.parse(thrown);
    },
    complete: async (uri, name, value) => {
      const params = { ref: { type: 'ref/resource', uri }, argument: { name, value } } as const;
      return completionShape.parse(await client.complete(params)).completion.values;
    },
  };
}

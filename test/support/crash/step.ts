import type { Connected } from '../connect.js';
import type { World } from './world.js';

/** One thing that a server does, and that is to survive its being killed at any instant. */
export interface Step {
  readonly name: string;
  /** A new world that stands where the step begins. No server is left in it. */
  readonly prepare: () => Promise<World>;
  /** What is asked of the server that will be killed before its effects count. */
  readonly begin?: (world: World, server: Connected) => Promise<unknown>;
  /** The step itself. */
  readonly act: (world: World, server: Connected) => Promise<unknown>;
  /** Where the step is the very start of a server: its effects count from there. */
  readonly isStart?: boolean;
  /** Effects that are cells of another step's already, once this one is prepared. */
  readonly known?: () => readonly string[];
  /** Where the step is no server's: the arguments of the program that does it instead. */
  readonly program?: (world: World) => readonly string[];
  /** What another server is asked for afterwards: the same again, mostly. Then all is as if nothing had been killed. */
  readonly finish: (world: World, server: Connected) => Promise<unknown>;
  /** Where recovery may come to another end than the step itself, which `finish` makes good. */
  readonly hasOtherEnds?: boolean;
}

/** koor: one base post, many voices. Data documents (certificate, meta, check) have the keys of docs/files.md. */

/** The rule that made a change, the words of the base, and what stands there now. */
export interface Edit { readonly rule: string; readonly from: string; readonly to: string }
/** 0 to 1: with the base, and with the most alike text of a colleague (of an earlier variant). */
export interface Similarity { readonly base: number; readonly nearest: number; readonly [other: string]: number }
/** In the unit of the network; `limit` is null where it has none. */
export interface Length { readonly count: number; readonly limit: number | null }

/** One wording of a post. */
export interface Variant {
  readonly text: string;
  readonly language: string;
  readonly edits: readonly Edit[];
  readonly similarity: Similarity;
  readonly length: Length;
}

/** The picture of an item; `file` is its name in a written plan. */
export interface Image {
  readonly file: string;
  readonly source: string;
  readonly alt: string;
  readonly altReview: boolean;
  readonly explanation: string;
  readonly recipe: Readonly<Record<string, unknown>>;
}

/** One post of one person: what, with which picture, when. */
export interface Item {
  readonly index: number;
  readonly id: string;
  readonly post: string;
  readonly person: string;
  readonly circle: string;
  readonly wave: string;
  readonly network: string;
  readonly language: string;
  readonly text: string;
  readonly textId: string;
  readonly vector: string;
  /** A repost has the text of the item that it shares. */
  readonly action: "auto" | "suggest" | "repost";
  readonly repostOf: {readonly item: string; readonly person: string} | null;
  readonly state: string;
  readonly sequence: number;
  /** null for texts only. */
  readonly publishAt: Date | null;
  /** The same moment in the person's own zone: "2026-12-02T09:35:00+01:00". */
  readonly publishAtLocal: string | null;
  readonly publishUnix: number | null;
  readonly image: Image | null;
  readonly length: Length;
  readonly similarity: Similarity;
  readonly edits: readonly Edit[];
}

export type OptionValue = string | number | bigint | boolean | readonly (string | number)[];
export type Options = Readonly<Record<string, OptionValue>>;
/** A Date, or a string: with an offset it is absolute, without one in campaign.timezone. */
export type Moment = string | Date;
/** Gets how far a stage is; false cancels with a CancelledError. */
export type Progress = (stage: string, done: number, total: number) => unknown;

/** An option of the registry. */
export interface Option {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly range: string;
  readonly help: string;
}

/** All options, in the order of the registry. */
export function options(): Option[];
/** The version of the loaded library. */
export function version(): string;
/** "jpeg": the library renders pictures; "vips": built with the module for other formats and text. */
export function hasFeature(name: string): boolean;

/** What is closed by close(), or when it is collected. What was made from it may outlive it. */
declare abstract class Handle {
  /** Lets go of the memory; calling it again does nothing. */
  close(): void;
}

/** Packs, network rules and defaults, ready for use by any number of campaigns at once. */
export class Engine extends Handle {
  /** `packs` are files (docs/packs.md), `networks` overrides network rules, `options` are defaults for campaigns. */
  constructor(settings?: {packs?: Iterable<string | URL>; networks?: string | object | null; options?: Options});
  /** Version, packs, networks with their rules and dates. */
  describe(): Record<string, any>;
  /** Up to `n` (10) mutually different wordings; fewer where no more are different enough. */
  variants(text: string | Uint8Array, settings?: {n?: number; language?: string; seed?: number | bigint | string;
    network?: string; options?: Options}): Promise<Variant[]>;
  /** One call from a whole campaign as JSON to its plan; with "count" and no people, texts only. */
  planFromJson(data: string | object): Promise<Plan>;
  /** A plan from the folder it was written to, or from those of all its shards: the whole plan then, byte for byte as one
   * run makes it. Its pictures are files in the folders. */
  openPlan(...folders: string[]): Promise<Plan>;
  /** Runs the tests that a pack carries: how many fail, and a line for each. */
  checkPack(file: string | URL): {failures: number; report: string};
}

export interface CampaignSettings {
  post?: string | Uint8Array;
  language?: string;
  seed?: number | bigint | string;
  timezone?: string;
  window?: readonly [Moment, Moment];
  now?: Moment;
  networks?: readonly string[];
  id?: string;
  options?: Options;
}

/** Only `optedIn` is required; who did not opt in is counted and never planned. */
export interface Person {
  optedIn: boolean;
  circle?: string;
  site?: string;
  timezone?: string;
  language?: string;
  networks?: string;
  wave?: string;
  voice?: string;
  hours?: string;
  absentFrom?: Moment;
  absentTo?: Moment;
  [other: string]: unknown;
}

/** What became of a line of an alternatives file. */
export interface Verdict {
  readonly line: number;
  readonly accepted: boolean;
  readonly reason?: string;
  readonly message?: string;
  readonly score?: number;
  readonly warnings?: readonly string[];
  readonly [other: string]: unknown;
}

/** [x, y, width, height] of a box that crops keep in view. */
export type Box = readonly [number, number, number, number];
/** A box in fractions of the picture, or in pixels; `keep`: nothing of it may be cut. */
export type Focus = ({box: Box} | {pixels: Box}) & {keep?: boolean; face?: boolean; weight?: number};

/** One request, being built. While a promise of plan() or texts() is pending, other calls throw an ArgumentError. */
export class Campaign extends Handle {
  constructor(engine: Engine, settings?: CampaignSettings);
  /** Sets an option of the registry. */
  set(key: string, value: OptionValue): void;
  /** Takes a whole campaign, or a part, as JSON. */
  load(data: string | object): void;
  /** Adds a base post; versions of one post in several languages share their id. */
  addPost(text: string | Uint8Array, settings?: {id?: string; language?: string}): void;
  addPerson(id: string, fields: Person): void;
  /** Adds many at once: objects, or the text of a JSON Lines file. */
  addPeople(people: string | Iterable<Person & {id: string}>): void;
  /** Adds a picture: a path, or its bytes with an id. `alt` is a text, or one for each language. */
  addImage(source: string | Uint8Array, settings?: {id?: string; alt?: string | Record<string, string>; focus?: readonly Focus[];
    flags?: readonly ("people" | "text" | "product")[]}): void;
  /** Offers another wording for sentences `first` to `last`, from 1. The guard's verdict comes back. */
  addAlternative(alternative: {first: number; last?: number; text: string; post?: string; author?: string;
    state?: string}): {accepted: boolean; reason: string};
  /** Takes an alternatives file (docs/authors.md): its text, or an object a line. A verdict for each line comes back. With
   * `approvedOnly` nothing but the base and what is approved in it is used. */
  addAlternatives(lines: string | Uint8Array | Iterable<object>, settings?: {approvedOnly?: boolean}): Verdict[];
  /** Gives a person of the earlier plan a text of their own, where the report says `accepted`. */
  edit(person: string, text: string, settings?: {network?: string; post?: string}): {accepted: boolean; reason: string;
    message: string; warnings: string[]; nearest?: {person: string; text: string}};
  /** Adds a text of before: new texts keep their distance from it. */
  addHistory(text: string): void;
  /** Adds a text that marked-up posts put in by `#include "name"`. */
  addFragment(name: string, text: string | Uint8Array): void;
  /** Gives `%name%` a value in marked-up posts; markup in it is text. */
  setValue(name: string, value: string): void;
  /** Takes voice profiles by name: `{manager: {person: "team", address: "u"}}`. */
  loadVoices(profiles: string | Record<string, Record<string, string>>): void;
  /** Takes an earlier plan.jsonl: its items keep their text and moment. */
  setPrevious(jsonl: string | Uint8Array): void;
  /** What koor sees in the first post: language, lengths, atoms, problems, each with its place. */
  check(): Record<string, any>;
  /** The first post with its choice points. */
  suggest(format?: "markup" | "jsonl"): string;
  /** The voices that the first post can have, each on the post. */
  voices(): {voice: string; profile: string; available: boolean; text: string; reason?: string; sentence?: number}[];
  /** The exact number of walks through the first post's choice graph. */
  count(): bigint;
  /** Up to `n` texts only, without people or moments. An aborted signal rejects with its reason. */
  texts(n: number, settings?: {progress?: Progress; signal?: AbortSignal}): Promise<Plan>;
  /** Plans everybody who opted in. An aborted signal rejects with its reason. */
  plan(settings?: {progress?: Progress; signal?: AbortSignal}): Promise<Plan>;
}

/** The result: items in the order of their moments. */
export class Plan extends Handle implements Iterable<Item> {
  private constructor();
  readonly length: number;
  /** As in an array: negative from the end, undefined beyond it. */
  at(index: number): Item | undefined;
  [Symbol.iterator](): Iterator<Item>;
  /** An item with the keys of plan.jsonl. */
  record(index: number): Record<string, any>;
  /** The certificate: what the plan guarantees, measured. */
  readonly report: Record<string, any>;
  /** What the plan was made of: versions, seed, now, fingerprints. */
  readonly meta: Record<string, any>;
  /** Each used alternative once. */
  readonly alternatives: Record<string, any>[];
  /** The whole plan: "jsonl", "csv" or "ics:PERSON". */
  export(format?: string): Promise<Uint8Array>;
  /** The picture of one item, as the bytes of its file. */
  render(index: number): Promise<Uint8Array>;
  /** Writes the files that `koor plan` writes, but the preview; each appears whole or not at all. Files of another plan that stand there go; your own stay. */
  write(folder: string, settings?: {images?: boolean; calendar?: boolean; progress?: (name: string) => unknown;
    signal?: AbortSignal}): Promise<void>;
}

/** `code` is a name such as "KOOR_E_UTF8", `path` the option, JSON path or input it is about ("" for none),
 * `offset` the byte in that input (null for none). */
export class KoorError extends Error {
  readonly code: string;
  readonly path: string;
  readonly offset: number | null;
}
/** An argument that is not allowed, or an index beyond the end. */
export class ArgumentError extends KoorError {}
/** A post, people, markup or JSON that cannot be read. */
export class InputError extends KoorError {}
/** An unknown option, or a value outside its range. */
export class OptionError extends KoorError {}
/** A limit of the option registry is exceeded. */
export class LimitError extends KoorError {}
/** A wording that changes a fact, or that the policy forbids. */
export class GuardError extends KoorError {}
/** A zone, window or person for which no moment can be found. */
export class ScheduleError extends KoorError {}
/** A picture that is broken or too large, or a build that cannot render it. */
export class PictureError extends KoorError {}
/** The progress callback asked to stop. */
export class CancelledError extends KoorError {}

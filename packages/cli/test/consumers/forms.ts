/** A way to write code, with what the scan is to find: behind `//>`, what its line reads; `*` is read whole. */
export interface Form {
  readonly name: string;
  readonly code: string;
}

const form = (name: string, code: string): Form => ({ name, code: code.replace(/^\n/, "") });

const handler = (body: string): string => `
await consume({
  durable: "d",
  types: ["org.statehub.repo.registered"],
  handlers: {
${body}
  },
});`;

export const FORMS: readonly Form[] = [
  // Handlers
  form("a handler in place", handler('"org.statehub.repo.registered": (event) => void event.data.slug, //> /slug')),
  form(
    "a handler that destructures its parameter",
    handler('"org.statehub.repo.registered": ({ data }) => void data.slug, //> /slug'),
  ),
  form(
    "a handler as a method",
    handler('async "org.statehub.repo.registered"({ data: { slug } }) { log(slug); }, //> /slug'),
  ),
  form(
    "a handler without a look at the data",
    handler('"org.statehub.repo.registered": ({ id, subject }) => log(id + subject),'),
  ),
  form(
    "a handler declared elsewhere as a function",
    `
${handler('"org.statehub.repo.registered": handle,')}
function handle(event: EventOf<"org.statehub.repo.registered">): void {
  log(event.data.name); //> /name
}`,
  ),
  form(
    "a handler without types of its own",
    `
${handler('"org.statehub.repo.registered": handle as any,')}
function handle(event: any): void {
  log(event.data.name); //> /name
}`,
  ),
  form(
    "a handler that asks for less",
    `
${handler('"org.statehub.repo.registered": handle,')}
function handle(event: { data: { name: string } }): void {
  log(event.data.name); //> /name
}`,
  ),
  form(
    "handlers in an object of their own",
    `
const handlers = {
  "org.statehub.repo.registered": async (event: any) => {
    log(event.data.name); //> /name
  },
};
await consume({ durable: "d", types: ["org.statehub.repo.registered"], handlers });`,
  ),
  form(
    "options in an object of their own",
    `
const options = {
  durable: "d",
  types: ["org.statehub.repo.registered"] as const,
  handlers: { "org.statehub.repo.registered": (event: any) => log(event.data.name) }, //> /name
};
await consume(options);`,
  ),
  form(
    "a handler of a class",
    `
class Registered {
  readonly names: string[] = [];
  handle(event: EventOf<"org.statehub.repo.registered">): void {
    this.names.push(event.data.name); //> /name
  }
  later = ({ data }: EventOf<"org.statehub.repo.registered">) => log(data.url); //> /url
}
const registered = new Registered();
${handler('"org.statehub.repo.registered": (event) => registered.handle(event),')}`,
  ),
  form(
    "a method without types that an interface asks for",
    `
interface Handles {
  handle(event: EventOf<"org.statehub.repo.registered">): void;
}
export class Loose implements Handles {
  handle(event: any): void {
    log(event.data.name); //> /name
  }
}`,
  ),
  form(
    "a handler that is made by a function",
    `
const logged = (next: (event: EventOf<"org.statehub.repo.registered">) => void) => (event: EventOf<"org.statehub.repo.registered">) => {
  log(event.id);
  next(event);
};
${handler('"org.statehub.repo.registered": logged(({ data }) => log(data.name)), //> /name')}`,
  ),
  form(
    "a handler from nowhere",
    `
declare const handlers: any;
await consume({ durable: "d", types: ["org.statehub.repo.registered"], handlers }); //> *`,
  ),
  form("a library's function as the handler", handler('"org.statehub.repo.registered": console.log, //> *')),
  // Narrowing
  form(
    "a switch over the type",
    `
export function route(bytes: Uint8Array): string | undefined {
  const event = parseEvent(bytes);
  switch (event.type) {
    case "org.statehub.repo.registered":
      return event.data.slug; //> /slug
    case "org.statehub.task.stale":
      return event.data.title; //> task /title
    case "org.statehub.domain.goal.activated":
    case "org.statehub.workstream.completed":
      return undefined;
    default:
      return never(event);
  }
}
function never(value: never): never {
  throw new Error(String(value));
}`,
  ),
  form(
    "an early return by the type",
    `
export function route({ type, data }: StateHubEvent): void {
  if (type !== "org.statehub.repo.registered") return;
  log(data.slug); //> /slug
}`,
  ),
  form(
    "a type guard of one's own",
    `
const isRepo = (event: StateHubEvent): event is EventOf<"org.statehub.repo.registered"> => event.type.includes("repo");
export const route = (event: StateHubEvent) => isRepo(event) && log(event.data.slug); //> /slug`,
  ),
  form(
    "a cast to one event of several",
    `
export function route(event: StateHubEvent): void {
  const repo = event as EventOf<"org.statehub.repo.registered">;
  log(repo.data.slug); //> /slug
}`,
  ),
  // Access
  form(
    "property and element access",
    `
export function f(event: EventOf<"org.statehub.repo.registered">): void {
  log(event.data.owner.slug); //> /owner/slug
  log(event["data"]["owner"]["name"]); //> /owner/name
  log(event.data.domain?.slug); //> /domain/slug
  log(event!.data!.domain!.slug); //> /domain/slug
  const key = "default_branch";
  log(event.data[key]); //> /default_branch
}`,
  ),
  form(
    "an index that is one of several names",
    `
export function f(data: RepoRegistered, key: "slug" | "name"): void {
  log(data[key]); //> /slug /name
}`,
  ),
  form(
    "an index that may be any name",
    `
export function f(data: RepoRegistered, key: keyof RepoRegistered & string, other: string): void {
  log((data as any)[other]); //> *
}`,
  ),
  form(
    "a part that is tested, and not looked into",
    `
export function f({ data }: EventOf<"org.statehub.repo.registered">): void {
  if (data.domain) log("has one"); //> /domain
  if (data.domain === null || !data.topics) log("none"); //> /domain /topics
  log("license" in data); //> /license
  log(typeof data.description); //> /description
}`,
  ),
  form(
    "writes are no reads",
    `
export function f(data: RepoRegistered): void {
  data.slug = "x";
  data.name += "x"; //> /name
  delete data.license;
  data.owner.slug = "y";
  ({ slug: data.url } = { slug: "z" });
}`,
  ),
  form(
    "template literals, conditions and nullish values",
    `
export function f({ data }: EventOf<"org.statehub.repo.registered">): string {
  const owner = data.owner.name ?? data.owner.slug; //> /owner/name /owner/slug
  const place = data.domain ? data.domain.slug : data.url; //> /domain /domain/slug /url
  return \`\${data.name} \${owner} \${place} \${data.license || "none"}\`; //> /name /license
}`,
  ),
  form(
    "a choice between two parts",
    `
export function f(data: RepoRegistered, other: boolean): void {
  const part = other ? data.domain : data.owner; //> /domain /owner
  log(part?.slug); //> /domain/slug /owner/slug
  const first = data.domain ?? data.owner; //> /domain /owner
  log(first.slug); //> /domain/slug /owner/slug
}`,
  ),
  // Destructuring and aliases
  form(
    "destructuring, nested, renamed, with defaults",
    `
export function f(event: EventOf<"org.statehub.repo.registered">): void {
  const {
    data: {
      slug, //> /slug
      name: title, //> /name
      license = "none", //> /license
      owner: { slug: team, name: people = "?" }, //> /owner/slug /owner/name
      ["url"]: page, //> /url
    },
  } = event;
  log(slug, title, license, team, people, page);
}`,
  ),
  form(
    "the rest of a destructuring",
    `
export function f({ registered_by: { kind, ...rest } }: RepoRegistered["registration"]): void { //> /registration/registered_by/kind /registration/registered_by/id /registration/registered_by/display_name /registration/registered_by/email
  log(kind, rest.id); //> /registration/registered_by/id
}`,
  ),
  form(
    "destructuring into what there is already",
    `
export function f(data: RepoRegistered): void {
  let slug: string;
  let owner: { slug: string };
  ({ slug, owner } = data); //> /slug /owner
  log(slug, owner.slug); //> /owner/slug
  ({ owner: { slug } } = data); //> /owner/slug
}`,
  ),
  form(
    "aliases",
    `
export function f(event: EventOf<"org.statehub.repo.registered">): void {
  const d = event.data;
  const e = d;
  let owner;
  owner = e.owner; //> /owner
  log(owner.slug); //> /owner/slug
  const any: any = d;
  log(any.name); //> /name
  const loose: { url: string } = d;
  log(loose.url); //> /url
}`,
  ),
  form(
    "an alias in another scope, and in a closure",
    `
let last: any;
export function f(event: EventOf<"org.statehub.repo.registered">): () => void {
  last = event.data;
  return () => log(event.data.slug); //> /slug
}
export const g = () => log(last.name); //> /name`,
  ),
  form(
    "a field of a class",
    `
export class Keeper {
  #owner: { slug: string } | undefined;
  kept: any;
  constructor(private readonly event: EventOf<"org.statehub.repo.registered">) {}
  keep(): void {
    this.#owner = this.event.data.owner; //> /owner
    this.kept = this.event.data;
  }
  tell(): void {
    log(this.#owner?.slug, this.kept.name); //> /owner/slug /name
  }
  get team() {
    return this.event.data.owner; //> /owner
  }
  again(): void {
    log(this.team.name); //> /owner/name
  }
}`,
  ),
  // Functions
  form(
    "a helper with the event's type",
    `
${handler('"org.statehub.repo.registered": ({ data }) => tell(data),')}
function tell(data: RepoRegistered): void {
  log(data.name); //> /name
}`,
  ),
  form(
    "a helper that is in no need of the type",
    `
${handler('"org.statehub.repo.registered": ({ data }) => (tell(data), owned(data.owner), generic(data)), //> /owner')}
function tell(repo: { name: string }): void {
  log(repo.name); //> /name
}
const owned = ({ slug }: { slug: string }) => log(slug); //> /owner/slug
function generic<T extends { url: string }>(value: T): void {
  log(value.url); //> /url
}`,
  ),
  form(
    "a helper of another event too",
    `
export const f = ({ data }: EventOf<"org.statehub.repo.registered">) => named(data.owner); //> /owner
export const g = ({ data }: EventOf<"org.statehub.task.stale">) => log(data.title); //> task /title
function named(team: TeamRef): void {
  log(team.name); //> /owner/name
}`,
  ),
  form(
    "helpers behind helpers",
    `
export const f = ({ data }: EventOf<"org.statehub.repo.registered">) => a(data.registration); //> /registration
const a = (registration: any) => b({ by: registration.registered_by, n: 1 }); //> /registration/registered_by
const b = (x: any) => c(x.by);
const c = (actor: any) => log(actor.id); //> /registration/registered_by/id`,
  ),
  form(
    "a helper that returns a part",
    `
const ownerOf = (data: RepoRegistered) => data.owner; //> /owner
function partsOf(data: RepoRegistered): any {
  return { team: data.owner, topics: data.topics }; //> /owner /topics
}
async function later(data: RepoRegistered) {
  return data.domain; //> /domain
}
export async function f({ data }: EventOf<"org.statehub.repo.registered">): Promise<void> {
  log(ownerOf(data).slug); //> /owner/slug
  const { team, topics } = partsOf(data);
  log(team.name); //> /owner/name
  for (const topic of topics) log(topic); //> /topics/*
  log((await later(data))?.slug); //> /domain/slug
  await later(data).then((domain) => log(domain?.name)); //> /domain/name
}`,
  ),
  form(
    "a method, a static one and a constructor as helpers",
    `
class Teller {
  readonly name: string;
  constructor(part: any) {
    this.name = part.name; //> /owner/name
  }
  tell(part: any): void {
    log(part.slug); //> /owner/slug
  }
  static tell(part: { slug: string }): void {
    log(part.slug); //> /domain/slug
  }
}
export const f = ({ data }: EventOf<"org.statehub.repo.registered">): void => {
  new Teller(data.owner).tell(data.owner); //> /owner
  if (data.domain) Teller.tell(data.domain); //> /domain
};`,
  ),
  form(
    "a helper with rest parameters, a default, and call",
    `
function all(...parts: any[]): void {
  log(parts[0].slug, parts.length); //> /owner/slug
}
function one(this: void, part: any = {}): void {
  log(part.name); //> /owner/name
}
export const f = ({ data }: EventOf<"org.statehub.repo.registered">): void => {
  all(data.owner); //> /owner
  one.call(undefined, data.owner); //> /owner
};`,
  ),
  form(
    "a callback that a helper calls",
    `
function withOwner(data: RepoRegistered, then: (owner: any) => void): void {
  then(data.owner); //> /owner
}
export const f = ({ data }: EventOf<"org.statehub.repo.registered">) => withOwner(data, (owner) => log(owner.slug)); //> /owner/slug`,
  ),
  // Lists and maps
  form(
    "array methods",
    `
export function f({ data }: EventOf<"org.statehub.repo.registered">): void {
  log(data.topics?.map((topic) => topic.length)); //> /topics /topics/*
  log(data.languages?.filter(({ share }) => share > 0.5).map((one) => one.name)); //> /languages /languages/*/share /languages/*/name
  log(data.languages?.length); //> /languages
  log(data.languages?.find((one) => one.share > 0.5)?.name); //> /languages /languages/*/share /languages/*/name
  log(data.languages?.reduce((sum, one) => sum + one.share, 0)); //> /languages /languages/*/share
  log(data.languages?.map(nameOf)); //> /languages
  log(data.topics?.includes("x"), data.topics?.join()); //> /topics /topics/*
  log(data.languages?.at(0)?.name, data.languages?.[0]?.share); //> /languages /languages/*/name /languages/*/share
  log([...(data.languages ?? [])].sort((a, b) => a.share - b.share)[0]?.name); //> /languages /languages/*/share /languages/*/name
}
const nameOf = (language: { name: string }) => language.name; //> /languages/*/name`,
  ),
  form(
    "loops",
    `
export function f({ data }: EventOf<"org.statehub.repo.registered">): void {
  for (const topic of data.topics ?? []) log(topic); //> /topics /topics/*
  for (const { name } of data.languages ?? []) log(name); //> /languages /languages/*/name
  for (const [i, language] of (data.languages ?? []).entries()) log(i, language.share); //> /languages /languages/*/share
  const list = data.languages ?? []; //> /languages
  for (let i = 0; i < list.length; i++) log(list[i]?.name); //> /languages /languages/*/name
  const [first, ...others] = list; //> /languages/*
  log(first?.share, others.map((one) => one.name)); //> /languages /languages/*/share /languages/*/name
}`,
  ),
  form(
    "entries of a map",
    `
export function f(data: RepoRegistered, key: string): void {
  log(data.labels?.[key], data.labels?.team); //> /labels/*
  log(Object.keys(data.labels ?? {})); //> /labels /labels*
}`,
  ),
  form(
    "events in containers",
    `
type Repo = EventOf<"org.statehub.repo.registered">;
const queue: Repo[] = [];
const byId = new Map<string, Repo>();
export function f(event: Repo): void {
  queue.push(event);
  byId.set(event.id, event);
  log({ kind: "x", event }.event.data.url); //> /url
}
export async function g(): Promise<void> {
  for (const { data } of queue) log(data.slug); //> /slug
  log(byId.get("x")?.data.name); //> /name
  const all = await Promise.all(queue.map(async (event) => event.data));
  log(all.map((data) => data.default_branch)); //> /default_branch
  await Promise.resolve(queue[0]).then((event) => log(event?.data.visibility)); //> /visibility
}
export const h = () => JSON.stringify({ queue }); //> *`,
  ),
  form(
    "a part in an object that is made",
    `
export function f({ data }: EventOf<"org.statehub.repo.registered">): void {
  const job = { kind: "x", team: data.owner, list: [data.domain] }; //> /owner /domain
  log(job.kind, job.team.slug, job.list[0]?.slug); //> /owner/slug /domain/slug
  const { team } = { ...job, more: 1 };
  log(team.name); //> /owner/name
}`,
  ),
  // Whole
  form(
    "what looks at everything",
    `
declare function unknown(value: unknown): void;
export function f({ data }: EventOf<"org.statehub.repo.registered">): void {
  JSON.stringify(data); //> *
  unknown(data.owner); //> /owner*
  log({ ...data.registration }); //> /registration*
  log(\`\${data.owner}\`); //> /owner*
  log(Object.entries(data.domain ?? {})); //> /domain /domain*
  for (const name in data.owner) log(name); //> /owner*
  data.owner.hasOwnProperty("slug"); //> /owner*
  structuredClone(data).slug; //> /slug
  new Set(data.topics); //> /topics*
  void [data.owner].concat([]).map(String); //> /owner /owner*
}`,
  ),
  form(
    "an event that is handed to unknown code",
    `
declare const logger: { info(value: object): void };
export const f = (event: EventOf<"org.statehub.repo.registered">) => logger.info({ event }); //> *`,
  ),
  form(
    "a generic function of unknown code",
    `
declare function send<T>(value: T): void;
declare function same<T>(value: T): T;
export function f({ data }: EventOf<"org.statehub.repo.registered">): void {
  send(data); //> *
  log(same(data).slug); //> /slug
}`,
  ),
  form(
    "a part that is thrown, or exported in a result",
    `
export function f({ data }: EventOf<"org.statehub.repo.registered">): unknown {
  if (data.slug === "") throw data.owner; //> /slug /owner*
  return data.domain; //> /domain*
}`,
  ),
  form(
    "arguments without a name",
    `
export function f(_event: EventOf<"org.statehub.repo.registered">): void {
  g(_event);
}
function g(): void; //> 
function g(..._: unknown[]): void {
  log(1);
}`,
  ),
  // Types
  form(
    "Pick, Partial and an interface of one's own",
    `
interface Mine extends Pick<RepoRegistered, "name" | "owner"> {
  readonly mine: string;
}
export const f = (repo: Pick<RepoRegistered, "slug">) => log(repo.slug); //> /slug
export const g = (repo: Partial<RepoRegistered>) => log(repo.name, repo.owner?.slug); //> /name /owner/slug
export const h = (repo: Mine) => log(repo.mine, repo.owner.name); //> /owner/name`,
  ),
  form(
    "a type by its index",
    `
export const f = (data: EventDataByType["org.statehub.repo.registered"]) => log(data.slug); //> /slug
export const g = (language: NonNullable<RepoRegistered["languages"]>[number]) => log(language.share); //> /languages/*/share`,
  ),
  form(
    "contracts of one event's module",
    `
import type { RepoRegistered as Registered } from "@statehub/events-contracts/repo/registered.v1";
export const f = (data: Registered) => log(data.slug); //> /slug`,
  ),
];

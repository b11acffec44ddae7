import { json, type World } from "./world.ts";

const ACTOR = { kind: "user", id: "user-4821", display_name: "Mara Lindqvist", email: "mara.lindqvist@example.org" };
const OWNER = { slug: "team-custodian", name: "Custodian" };

type Created = { readonly id: string };

/** What people do in the hub, through its HTTP API. */
export class Happenings {
  readonly #hub: string;
  readonly #domain: string;

  private constructor(hub: string, domain: string) {
    this.#hub = hub;
    this.#domain = domain;
  }

  /** Creates a domain, for things to happen in. */
  static async in({ hub }: Pick<World, "hub">): Promise<Happenings> {
    const { id } = await json("POST", `${hub.url}/domains`, { slug: "platform", name: "Platform", owner: OWNER });
    return new Happenings(hub.url, id);
  }

  registerRepo(slug: string): Promise<Created> {
    const url = `https://github.com/statehub/${slug}`;
    const registration = { method: "manual", registered_by: ACTOR };
    const repo = { slug, name: slug, url, owner: OWNER, domain_id: this.#domain, registration };
    return json("POST", `${this.#hub}/repos`, repo);
  }

  createWorkstream(slug: string): Promise<Created> {
    const workstream = { slug, name: slug, domain_id: this.#domain, owner: OWNER, status: "active" };
    return json("POST", `${this.#hub}/workstreams`, workstream);
  }

  setWorkstream({ id }: Created, status: string): Promise<Created> {
    return json("PATCH", `${this.#hub}/workstreams/${id}`, { status, actor: ACTOR });
  }

  createGoal(title: string): Promise<Created> {
    return json("POST", `${this.#hub}/domains/${this.#domain}/goals`, {
      title,
      owner: OWNER,
      success_criteria: [{ text: "No cron creates tasks." }],
      measure: { kind: "count", unit: "cron jobs", direction: "at_most", baseline: 5, target: 0 },
    });
  }

  setGoal({ id }: Created, status: string): Promise<Created> {
    return json("PATCH", `${this.#hub}/goals/${id}`, { status, actor: ACTOR });
  }

  createTask(title: string): Promise<Created> {
    const task = { title, domain_id: this.#domain, owner: OWNER, assignee: ACTOR };
    return json("POST", `${this.#hub}/tasks`, task);
  }

  comment({ id }: Created): Promise<Created> {
    const progress = { subject_kind: "task", subject_id: id, body: "Waits for a review.", actor: ACTOR };
    return json("POST", `${this.#hub}/progress`, progress);
  }
}

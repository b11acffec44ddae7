// @generated from schemas/common/actor.json

/** Who did something: a person, an agent or the hub itself. */
export interface Actor {
  /** What sort of actor this is. */
  kind: ActorKind;
  /**
   * The actor's stable id in the hub. It says nothing about the person.
   *
   * @minLength 1
   * @maxLength 128
   * @classification internal
   */
  id: string;
  /**
   * The name that the hub shows for the actor.
   *
   * @minLength 1
   * @maxLength 200
   * @classification personal
   */
  display_name?: string;
  /**
   * The person's email address. Agents and the system have none.
   *
   * @format email
   * @maxLength 254
   * @classification personal
   */
  email?: string;
}

/** `user` is a person, `agent` is software that acts for a person or a team, `system` is the hub itself. */
export type ActorKind = "user" | "agent" | "system" | (string & {});

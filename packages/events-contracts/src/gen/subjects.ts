// @generated from schemas/

/** The NATS subject of each event, which is its type. */
export const subjects = {
  /** A goal of a domain became active. */
  domainGoalActivated: "org.statehub.domain.goal.activated",
  /** A repository was registered in the state hub. */
  repoRegistered: "org.statehub.repo.registered",
  /** An unfinished task was not updated for 14 or more days. */
  taskStale: "org.statehub.task.stale",
  /** A workstream reached the status `completed`. */
  workstreamCompleted: "org.statehub.workstream.completed",
} as const;

// @generated from schemas/common/task-status.json

/** Where a task stands. The set is open: a reader must expect a status that it does not know. */
export type TaskStatus = "open" | "in_progress" | "blocked" | "in_review" | "done" | "cancelled" | (string & {});

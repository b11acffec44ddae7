// The three events as a careful engineer would check them by hand: no error texts, no generality, and the same
// semantics as the contracts, with lengths in code points and the runtime's own formats.

import { codePointLength, isDate, isDateTime, isEmail, isUri, isUuid } from "@statehub/events-runtime/validation";
import type { VALID } from "./payloads.ts";

type Data = Record<string, unknown>;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/u;
const REFERENCE = /^[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}$/u;

const isObject = (value: unknown): value is Data =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** There are never more code points than code units: most strings need no count. */
const isAtMost = (text: string, longest: number): boolean => text.length <= longest || codePointLength(text) <= longest;
const isText = (value: unknown, longest: number): boolean =>
  typeof value === "string" && value.length > 0 && isAtMost(value, longest);
const isSlug = (value: unknown): boolean => isText(value, 64) && SLUG.test(value as string);
const isInteger = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const isUuidText = (value: unknown): boolean => typeof value === "string" && isUuid(value);
const isTime = (value: unknown): boolean => typeof value === "string" && isDateTime(value);
const isPage = (value: unknown): boolean => typeof value === "string" && isAtMost(value, 2048) && isUri(value);

function isRepoRenamedKey(key: string): boolean {
  switch (key) {
    case "repo_id":
    case "slug":
    case "previous_slug":
    case "name":
    case "visibility":
    case "renamed_by":
    case "renamed_at":
      return true;
    default:
      return false;
  }
}

function repoRenamed(data: unknown): boolean {
  if (!isObject(data)) return false;
  for (const key in data) if (!isRepoRenamedKey(key)) return false;
  const { visibility } = data;
  return (
    isUuidText(data.repo_id) &&
    isSlug(data.slug) &&
    isSlug(data.previous_slug) &&
    isText(data.name, 200) &&
    (visibility === "public" || visibility === "internal" || visibility === "private") &&
    (data.renamed_by === undefined || isText(data.renamed_by, 128)) &&
    isTime(data.renamed_at)
  );
}

function isActor(data: unknown): boolean {
  if (!isObject(data)) return false;
  for (const key in data) {
    if (key !== "kind" && key !== "id" && key !== "display_name" && key !== "email") return false;
  }
  const { kind, email } = data;
  return (
    (kind === "user" || kind === "agent" || kind === "system") &&
    isText(data.id, 128) &&
    (data.display_name === undefined || isText(data.display_name, 200)) &&
    (email === undefined || (typeof email === "string" && isAtMost(email, 254) && isEmail(email)))
  );
}

function isDomain(data: unknown): boolean {
  if (!isObject(data)) return false;
  for (const key in data) if (key !== "domain_id" && key !== "slug" && key !== "name") return false;
  return isUuidText(data.domain_id) && isSlug(data.slug) && isText(data.name, 200);
}

function isOrigin(data: unknown): boolean {
  if (!isObject(data)) return false;
  if (data.kind === "manual") {
    for (const key in data) if (key !== "kind" && key !== "reason") return false;
    return isText(data.reason, 500);
  }
  if (data.kind === "rule") {
    for (const key in data) if (key !== "kind" && key !== "rule_id" && key !== "run") return false;
    return isUuidText(data.rule_id) && isInteger(data.run, 1, Number.POSITIVE_INFINITY);
  }
  return false;
}

function isTaskAssignedKey(key: string): boolean {
  switch (key) {
    case "task_id":
    case "reference":
    case "title":
    case "url":
    case "status":
    case "priority":
    case "assignee":
    case "assigned_by":
    case "domain":
    case "origin":
    case "labels":
    case "estimate_hours":
    case "times_assigned":
    case "due_on":
    case "assigned_at":
    case "is_private":
      return true;
    default:
      return false;
  }
}

function isStatus(value: unknown): boolean {
  switch (value) {
    case "open":
    case "in_progress":
    case "blocked":
    case "in_review":
    case "done":
    case "cancelled":
      return true;
    default:
      return false;
  }
}

const isPriority = (value: unknown): boolean =>
  value === undefined || value === "low" || value === "normal" || value === "high" || value === "urgent";

const isReference = (value: unknown): boolean =>
  value === undefined || (typeof value === "string" && isAtMost(value, 20) && REFERENCE.test(value));

function isLabels(value: unknown): boolean {
  if (value === undefined) return true;
  if (!Array.isArray(value) || value.length > 30) return false;
  for (let i = 0; i < value.length; i++) if (!isSlug(value[i])) return false;
  return true;
}

const isEstimate = (value: unknown): boolean =>
  value === null || (typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= 1000);

function taskAssigned(data: unknown): boolean {
  if (!isObject(data)) return false;
  for (const key in data) if (!isTaskAssignedKey(key)) return false;
  const { due_on: dueOn } = data;
  return (
    isUuidText(data.task_id) &&
    isReference(data.reference) &&
    isText(data.title, 300) &&
    isPage(data.url) &&
    isStatus(data.status) &&
    isPriority(data.priority) &&
    isActor(data.assignee) &&
    isActor(data.assigned_by) &&
    isDomain(data.domain) &&
    isOrigin(data.origin) &&
    isLabels(data.labels) &&
    isEstimate(data.estimate_hours) &&
    isInteger(data.times_assigned, 1, 100_000) &&
    (dueOn === null || (typeof dueOn === "string" && isDate(dueOn))) &&
    isTime(data.assigned_at) &&
    typeof data.is_private === "boolean"
  );
}

function isOwner(data: unknown): boolean {
  if (!isObject(data)) return false;
  for (const key in data) if (key !== "id" && key !== "is_team") return false;
  return isText(data.id, 128) && typeof data.is_team === "boolean";
}

function isRowKey(key: string): boolean {
  switch (key) {
    case "number":
    case "task_id":
    case "slug":
    case "title":
    case "outcome":
    case "changed_at":
    case "owner":
    case "warning":
      return true;
    default:
      return false;
  }
}

function isRow(data: unknown): boolean {
  if (!isObject(data)) return false;
  for (const key in data) if (!isRowKey(key)) return false;
  const { outcome, warning } = data;
  return (
    isInteger(data.number, 1, 1_000_000) &&
    isUuidText(data.task_id) &&
    isSlug(data.slug) &&
    isText(data.title, 300) &&
    (outcome === "created" || outcome === "updated" || outcome === "skipped") &&
    isTime(data.changed_at) &&
    isOwner(data.owner) &&
    (warning === null || (typeof warning === "string" && isAtMost(warning, 500)))
  );
}

function importCompleted(data: unknown): boolean {
  if (!isObject(data)) return false;
  for (const key in data) {
    if (key !== "import_id" && key !== "source" && key !== "started_at" && key !== "completed_at" && key !== "rows") {
      return false;
    }
  }
  const { rows } = data;
  if (!isUuidText(data.import_id) || !isPage(data.source)) return false;
  if (!isTime(data.started_at) || !isTime(data.completed_at)) return false;
  if (!Array.isArray(rows) || rows.length < 1 || rows.length > 500) return false;
  for (let i = 0; i < rows.length; i++) if (!isRow(rows[i])) return false;
  return true;
}

/** Event → whether a value is its data. */
export const BY_HAND: Readonly<Record<keyof typeof VALID, (data: unknown) => boolean>> = {
  repoRenamed,
  taskAssigned,
  importCompleted,
};

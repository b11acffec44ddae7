// The three events as somebody who uses zod would write them.

import { z } from "zod";
import type { VALID } from "./payloads.ts";

const slug = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const text = (longest: number): z.ZodString => z.string().min(1).max(longest);
const dateTime = z.iso.datetime({ offset: true });

const repoRenamed = z.strictObject({
  repo_id: z.uuid(),
  slug,
  previous_slug: slug,
  name: text(200),
  visibility: z.enum(["public", "internal", "private"]),
  renamed_by: text(128).optional(),
  renamed_at: dateTime,
});

const actor = z.strictObject({
  kind: z.enum(["user", "agent", "system"]),
  id: text(128),
  display_name: text(200).optional(),
  email: z.email().max(254).optional(),
});

const taskAssigned = z.strictObject({
  task_id: z.uuid(),
  reference: z
    .string()
    .max(20)
    .regex(/^[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}$/)
    .optional(),
  title: text(300),
  url: z.url().max(2048),
  status: z.enum(["open", "in_progress", "blocked", "in_review", "done", "cancelled"]),
  priority: z.enum(["low", "normal", "high", "urgent"]).optional(),
  assignee: actor,
  assigned_by: actor,
  domain: z.strictObject({ domain_id: z.uuid(), slug, name: text(200) }),
  origin: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("manual"), reason: text(500) }),
    z.strictObject({ kind: z.literal("rule"), rule_id: z.uuid(), run: z.int().min(1) }),
  ]),
  labels: z.array(slug).max(30).optional(),
  estimate_hours: z.number().min(0).max(1000).nullable(),
  times_assigned: z.int().min(1).max(100_000),
  due_on: z.iso.date().nullable(),
  assigned_at: dateTime,
  is_private: z.boolean(),
});

const importCompleted = z.strictObject({
  import_id: z.uuid(),
  source: z.url().max(2048),
  started_at: dateTime,
  completed_at: dateTime,
  rows: z
    .array(
      z.strictObject({
        number: z.int().min(1).max(1_000_000),
        task_id: z.uuid(),
        slug,
        title: text(300),
        outcome: z.enum(["created", "updated", "skipped"]),
        changed_at: dateTime,
        owner: z.strictObject({ id: text(128), is_team: z.boolean() }),
        warning: z.string().max(500).nullable(),
      }),
    )
    .min(1)
    .max(500),
});

/** Event → the schema of its data. */
export const WITH_ZOD: Readonly<Record<keyof typeof VALID, z.ZodType>> = { repoRenamed, taskAssigned, importCompleted };

import fc from "fast-check";
import { expect, test } from "vitest";
import { scanCrons } from "../../src/index.ts";

const FILES = ["crontab", "a.timer", "a.service", ".github/workflows/a.yml", "k8s/a.yaml", "a.ts", "a.py"] as const;

const PIECES = [
  "*/5 * * * * /x\n",
  "CRON_TZ=x\n",
  "@every x y\n",
  "[Timer]\nOnCalendar=",
  "Mon..Fri 10:00\nUnit=a.service\n",
  "[Service]\nExecStart=/x\\\n y\n",
  "kind: CronJob\n",
  "metadata: { name: 5 }\n",
  "spec: { schedule: '@daily', timeZone: 5, jobTemplate: { spec: { template: [1] } } }\n",
  "kind: List\nitems: [{ kind: CronJob, spec: { schedule: 5 } }]\n",
  "---\n",
  "on: { schedule: [{ cron: '0 0 * * *' }, 5, { cron: *x }] }\n",
  "name: [a]\njobs: { a: { steps: [5, { run: 5 }] } }\n",
  'import cron, { schedule } from "node-cron";\nimport { Cron } from "croner";\nimport s from "node-schedule";\n',
  'const A = A; const B = { a: B };\nschedule(A, f); schedule(B.a.a.a, f); new Cron("", {}); new Cron();\n',
  "s.scheduleJob(); s.scheduleJob({ hour: [], date: 1e99, month: -1, minute: {} }, f);\n",
  "import schedule\nfrom celery.schedules import crontab\nfrom apscheduler.triggers.cron import CronTrigger\n",
  "a = a\nb = c\nc = b\ns.add_job(b, c, hour=b)\ns.add_job(f, CronTrigger(hour=b, **c))\ns.add_job()\n",
  "beat_schedule = {'a': {'schedule': crontab(**x)}, 1: 2, 'b': dict(schedule=crontab(1, 2, 3))}\n",
  "schedule.every().do(x)\nschedule.every('x').day.at(5).do(f)\n@repeat(every())\ndef f(): pass\n",
  ...["\0", "\t", '"', "(", "}", "#", "é🙂", "\\\n"],
] as const;

test("whatever stands in a file, it can be scanned, and each job has a name of its own", () => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.array(fc.record({ file: fc.constantFrom(...FILES), text }), { maxLength: 3 }), (files) => {
      const names = scanCrons(files).jobs.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

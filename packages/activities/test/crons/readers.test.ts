import { describe, expect, test } from "vitest";
import { type CronJob, type Schedule, scanCrons } from "../../src/index.ts";

/** What is expected of a job, on one line: `name line schedule command`. */
function shown({ name, line, schedules, command, isSuspended }: CronJob): string {
  return `${line} ${name}: ${schedules.map(scheduleText).join("; ")}: ${command}${isSuspended ? " (suspended)" : ""}`;
}

function scheduleText(schedule: Schedule): string {
  if (schedule.kind === "cron")
    return `${schedule.expression}${schedule.timezone === undefined ? "" : ` in ${schedule.timezone}`}`;
  if (schedule.kind === "every") return `every ${schedule.ms / 1_000} s`;
  return schedule.kind === "boot" ? "at boot" : `unsupported, ${schedule.because}`;
}

const scan = (file: string, text: string, ...others: { file: string; text: string }[]): string[] =>
  scanCrons([{ file, text }, ...others]).jobs.map(shown);

describe("crontab", () => {
  test("of a user", () => {
    const text = String.raw`# m h dom mon dow command
SHELL=/bin/bash
MAILTO = "ops@example.org"
#0 1 * * * /opt/hub/bin/off.sh
  # */5 * * * * /opt/hub/bin/off-too.sh
0 3 * * *	/opt/hub/bin/stale-tasks.sh --days 14
*/15 8-18 * jan-mar,JUL mon-FRI cd /opt/hub && node scripts/sync.js
@reboot /opt/hub/bin/start
@daily flock -n /tmp/x.lock python3 /opt/hub/report.py > /dev/null 2>&1
30 2 1-31/2 * 0,6,7 date +\%F%input

CRON_TZ=America/New_York
15 6 * * 1 /opt/hub/bin/digest
CRON_TZ=
-0 4 * * * /opt/hub/bin/quiet
@every 90m [ -x /usr/bin/php ] && php /opt/hub/tidy.php
0 5 * * * bash -lc 'cd /opt/hub && npm run sweep:goals'
0 6 * * * test -x /bin/x || { cd / && /opt/hub/bin/last; }
`;
    expect(scan("deploy/crontab", text)).toEqual([
      "6 stale-tasks: 0 3 * * *: /opt/hub/bin/stale-tasks.sh --days 14",
      "7 sync: */15 8-18 * jan-mar,JUL mon-FRI: cd /opt/hub && node scripts/sync.js",
      "8 start: at boot: /opt/hub/bin/start",
      "9 report: 0 0 * * *: flock -n /tmp/x.lock python3 /opt/hub/report.py > /dev/null 2>&1",
      "10 date: 30 2 1-31/2 * 0,6,7: date +%F",
      "13 digest: 15 6 * * 1 in America/New_York: /opt/hub/bin/digest",
      "15 quiet: 0 4 * * *: /opt/hub/bin/quiet",
      "16 tidy: every 5400 s: [ -x /usr/bin/php ] && php /opt/hub/tidy.php",
      "17 sweep-goals: 0 5 * * *: bash -lc 'cd /opt/hub && npm run sweep:goals'",
      "18 last: 0 6 * * *: test -x /bin/x || { cd / && /opt/hub/bin/last; }",
    ]);
  });

  test("of the system, with a user before the command", () => {
    const text = "17 * * * * root cd / && run-parts --report /etc/cron.hourly\n@weekly hub /opt/hub/bin/weekly\n";
    expect(scan("etc/cron.d/hub", text)).toEqual([
      "1 run-parts: 17 * * * *: cd / && run-parts --report /etc/cron.hourly",
      "2 weekly: 0 0 * * 0: /opt/hub/bin/weekly",
    ]);
    expect(scan("etc/crontab", text)).toHaveLength(2);
  });

  test.each([
    ["0 0 L * *", "L (the last) is not in crontab(5)"],
    ["0 0 * * 5L", "L (the last) is not in crontab(5)"],
    ["0 0 * * 1#2", "# (the n-th weekday) is not in crontab(5)"],
    ["0 0 15W * *", "W (the nearest working day) is not in crontab(5)"],
    ["0 0 ? * *", "? is not in crontab(5)"],
    ["0~30 0 * * *", "~ (a random value) is different on each machine"],
    ["H 0 * * *", "H (a value from a hash) is known to Jenkins only"],
    ["60 0 * * *", 'minute: got "60", want 0 to 59'],
    ["0 24 * * *", 'hour: got "24", want 0 to 23'],
    ["0 0 0 * *", 'day of the month: got "0", want 1 to 31'],
    ["0 0 * 13 *", 'month: got "13", want 1 to 12'],
    ["0 0 * * 8", 'day of the week: got "8", want 0 to 7'],
    ["30-10 0 * * *", 'minute: got "30-10", which ends before it begins'],
    ["*/0 0 * * *", "minute: got a step of 0"],
    ["*/90 0 * * *", "minute: got a step of 90, want 60 at most"],
    ["0 0 */2 * 1", "beside a step over all days, some crons want both days to fit and others either"],
    ["x 0 * * *", 'minute: got "x", want *, a number, a range or a step'],
  ])("names %s as unsupported", (expression, because) => {
    expect(scan("crontab", `${expression} /bin/x\n`)).toEqual([`1 x: unsupported, ${because}: /bin/x`]);
  });

  test("names a line that is none", () => {
    const { jobs, problems } = scanCrons([{ file: "crontab", text: "0 3 * *\n0 3 * * *\n@daily\n" }]);
    expect(jobs).toEqual([]);
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3]);
  });
});

describe("systemd timers", () => {
  const timer = (...settings: string[]): string =>
    `[Unit]\nDescription=x\n\n[Timer]\n${settings.join("\n")}\n\n[Install]\nWantedBy=timers.target\n`;

  test("with the command of their service", () => {
    const service = {
      file: "units/hub-sweep.service",
      text: "[Service]\n# ExecStart=/bin/no\nExecStart=-/opt/hub/bin/sweep \\\n  --all\n",
    };
    expect(
      scan(
        "units/hub-sweep.timer",
        timer("# OnCalendar=hourly", "OnCalendar=*-*-* 03:30:00", "Persistent=true"),
        service,
      ),
    ).toEqual(["6 hub-sweep: 30 3 * * *: /opt/hub/bin/sweep --all"]);
    const named = { file: "units/other.service", text: "[Service]\nExecStart=/bin/other\n" };
    expect(
      scan("units/a.timer", timer("OnBootSec=5min", "OnUnitActiveSec=1h 30min", "Unit=other.service"), named),
    ).toEqual(["5 a: at boot; every 5400 s: /bin/other"]);
  });

  test("take back what was said before with an empty setting", () => {
    expect(scan("a.timer", timer("OnCalendar=daily", "OnCalendar=", "OnCalendar=weekly"))).toEqual([
      "7 a: 0 0 * * 1: a.service",
    ]);
  });

  test.each([
    ["minutely", "* * * * *"],
    ["daily UTC", "0 0 * * * in UTC"],
    ["quarterly", "0 0 1 1,4,7,10 *"],
    ["Mon..Fri *-*-* 08:00", "0 8 * * 1-5"],
    ["Sat,Sun 10:05:00", "5 10 * * 6,7"],
    ["*-*-01 00:00:00", "0 0 1 * *"],
    ["*-1,7-15 12:00", "0 12 15 1,7 *"],
    ["*:0/15", "*/15 * * * *"],
    ["9..17:00/30:00 Europe/Berlin", "*/30 9-17 * * * in Europe/Berlin"],
    ["hourly America/New_York", "0 * * * * in America/New_York"],
    [
      "Mon *-*-1 00:00",
      "unsupported, both the day of the week and that of the month have to fit, and in five fields either is enough",
    ],
    ["2027-01-01 00:00", "unsupported, five fields cannot say a year"],
    ["*-*~01 00:00", "unsupported, ~ (days before the end of the month) is more than five fields can say"],
    ["*:*:30", "unsupported, five fields cannot say seconds"],
    ["Funday 10:00", 'unsupported, the day "Funday" is not understood'],
  ])("OnCalendar=%s", (calendar, expected) => {
    expect(scan("a.timer", timer(`OnCalendar=${calendar}`))).toEqual([`5 a: ${expected}: a.service`]);
  });
});

describe("Kubernetes", () => {
  test("CronJobs, several in a file and in a List, and nothing else", () => {
    const job = (name: string, schedule: string, more = ""): string => `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${name}
spec:
  # schedule: "1 1 1 1 1"
  schedule: ${schedule}
${more}  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: main
              image: hub:1
              command: ["node", "sweep.js"]
              args: ["--all"]
`;
    const list = `kind: List\nitems:\n${job("inner", '"5 4 * * *"').replace(/^/gm, "    ").replace("    apiVersion", "  - apiVersion").trimEnd()}\n`;
    const text = [
      job("sweep", '"*/30 * * * *"', "  timeZone: Europe/Berlin\n"),
      "kind: Deployment\nspec: { schedule: '0 0 * * *' }\n",
      job("off", "'@hourly'", "  suspend: true\n"),
      list,
    ].join("---\n");
    const line = (part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;
    expect(scan("k8s/jobs.yaml", text)).toEqual([
      `${line('schedule: "*/30')} sweep: */30 * * * * in Europe/Berlin: node sweep.js --all`,
      `${line("schedule: '@hourly")} off: 0 * * * *: node sweep.js --all (suspended)`,
      `${line('schedule: "5 4')} inner: 5 4 * * *: node sweep.js --all`,
    ]);
  });

  test("that cannot be read are named", () => {
    const { problems } = scanCrons([{ file: "k8s/x.yaml", text: "kind: CronJob\nspec: {{ .Values.x }}\n  y\n" }]);
    expect(problems).toMatchObject([{ file: "k8s/x.yaml", want: expect.stringContaining("templates") }]);
    const odd = "kind: CronJob\nmetadata: 5\nspec: { schedule: '@daily', jobTemplate: { spec: [1] } }\n";
    expect(scan("k8s/odd.yaml", odd)).toEqual(["3 cronjob: 0 0 * * *: "]);
    const alias = scanCrons([{ file: "k8s/x.yaml", text: "kind: CronJob\nmetadata: { name: *x }\n" }]);
    expect(alias.problems).toMatchObject([{ line: 2, got: expect.stringContaining("alias") }]);
    const without = scanCrons([{ file: "k8s/x.yaml", text: "kind: CronJob\nmetadata: { name: x }\nspec: {}\n" }]);
    expect(without.problems).toMatchObject([{ got: "a CronJob without spec.schedule" }]);
  });
});

test("GitHub Actions: on.schedule, whose clock is UTC where it names none", () => {
  const text = `name: Nightly checks
on:
  push:
  schedule:
    - cron: "0 2 * * *"
    # - cron: "0 3 * * *"
    - cron: '30 4 * * 0'
      timezone: Europe/Berlin
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm test
`;
  expect(scan(".github/workflows/nightly.yml", text)).toEqual([
    "5 nightly-checks: 0 2 * * * in UTC; 30 4 * * 0 in Europe/Berlin: npm test",
  ]);
  expect(scan(".github/workflows/push.yml", "on: push\njobs: {}\n")).toEqual([]);
  const odd = "name: [a]\non: { schedule: [{ cron: '5 * * * *' }] }\njobs: { a: { steps: 5 }, b: [1] }\n";
  expect(scan(".github/workflows/odd.yml", odd)).toEqual(["2 odd: 5 * * * * in UTC: a, b"]);
  const nowhere = "on: { schedule: [{ cron: '5 * * * *', timezone: Mars/Base }, { corn: '6 * * * *' }] }\n";
  const { jobs, problems } = scanCrons([{ file: ".github/workflows/odd.yml", text: nowhere }]);
  expect(jobs.map(shown)).toEqual(["1 odd: unsupported, Mars/Base is not a time zone: "]);
  expect(problems).toMatchObject([{ line: 1, want: "cron: and five fields" }]);
});

describe("JavaScript and TypeScript", () => {
  test.each<[string, string, string, string[]]>([
    [
      "node-cron",
      "src/jobs.ts",
      `import cron, { schedule as later } from "node-cron";
const NIGHTLY = "0 3 * * *" as const;
// cron.schedule("1 1 1 1 1", off);
/* cron.schedule("2 2 2 2 2", off); */
const text = 'cron.schedule("3 3 3 3 3", off)';
cron.schedule(NIGHTLY, sweepStaleTasks, { timezone: "Europe/Berlin" });
later("*/5 * * * * *", () => poll());
later("0 */5 * * * *", () => poll(), { name: "Poll the hub" });
cron.schedule(config.when, () => { notify.team(); });
cron.validate("0 0 * * *");
const TIMES = { nightly: "15 3 * * *" };
cron.schedule(TIMES.nightly, () => { console.log("now"); return closeGoals(); });
cron.schedule("0 0 13 * 5", fridayThe13th);
other.schedule("4 4 4 4 4", off);`,
      [
        "6 sweep-stale-tasks: 0 3 * * * in Europe/Berlin: sweepStaleTasks",
        "7 poll: unsupported, five fields cannot say seconds: poll",
        "8 poll-the-hub: */5 * * * *: poll",
        "9 notify-team: unsupported, it is known only to the running program: notify.team",
        "12 close-goals: 15 3 * * *: closeGoals",
        "13 friday-the13th: unsupported, both the day of the week and that of the month have to fit, and in five fields either is enough: fridayThe13th",
      ],
    ],
    [
      "croner",
      "jobs.mjs",
      `import { Cron } from "croner";
new Cron("0 12 * * 1-5", { timezone: "UTC", name: "noon" }, ring);
const job = new Cron(\`15 6 * * *\`, digest);`,
      ["2 noon: 0 12 * * 1-5 in UTC: ring", "3 digest: 15 6 * * *: digest"],
    ],
    [
      "cron",
      "jobs.cjs",
      `const { CronJob } = require("cron");
new CronJob("0 0 1 * * *", backUp, null, true, "America/Los_Angeles");
CronJob.from({ cronTime: "30 1 * * *", onTick: clean, timeZone: "UTC", start: true });
new CronJob({ cronTime: "0 2 * * *", onTick: asBefore });
new CronJob("0 0 1 jan,jul *", halfYear, null, true, null);
new CronJob("0 0 1 1 *", newYear);
new CronJob("0 3 * * *", somewhere, null, true, zone());`,
      [
        "2 back-up: 0 1 * * * in America/Los_Angeles: backUp",
        "3 clean: 30 1 * * * in UTC: clean",
        "4 as-before: 0 2 * * *: asBefore",
        "5 half-year: 0 0 1 jan,jul *: halfYear",
        "6 new-year: unsupported, whether months begin with 0 or 1 depends on the version of cron: name them: newYear",
        "7 somewhere: unsupported, the time zone is known only to the running program: somewhere",
      ],
    ],
    [
      "node-schedule",
      "jobs.js",
      `const schedule = require('node-schedule');
schedule.scheduleJob('weekly report', '0 9 * * MON', report);
schedule.scheduleJob({ rule: '5 * * * *', tz: 'Etc/UTC' }, tick);
schedule.scheduleJob(new Date(2030, 1, 1), once);
schedule.scheduleJob({ hour: 14, minute: 30, dayOfWeek: 0, tz: "Europe/Oslo" }, sunday);
schedule.scheduleJob({ hour: [8, new schedule.Range(10, 12)], minute: new schedule.Range(0, 59, 5), month: 0 }, often);
schedule.scheduleJob({ minute: 5 }, hourly);
schedule.scheduleJob({ hour: 1, minute: 0, date: 24, dayOfWeek: 1 }, both);
schedule.scheduleJob({ second: 30 }, seconds);
schedule.scheduleJob({ year: 2030, hour: 1 }, year);
schedule.scheduleJob({ ...base, hour: 1 }, hidden);
schedule.scheduleJob({ hour: 25 }, wrong);
schedule.scheduleJob({ hour: 1, minute: 0, date: new schedule.Range(0, 31, 5) }, fifths);`,
      [
        "2 weekly-report: 0 9 * * MON: report",
        "3 tick: 5 * * * * in Etc/UTC: tick",
        "4 once: unsupported, it is known only to the running program: once",
        "5 sunday: 30 14 * * 0 in Europe/Oslo: sunday",
        "6 often: 0-58/5 8,10-12 * 1 *: often",
        "7 hourly: 5 * * * *: hourly",
        "8 both: unsupported, both the day of the week and that of the month have to fit, and in five fields either is enough: both",
        "9 seconds: unsupported, five fields cannot say seconds: seconds",
        "10 year: unsupported, five fields cannot say a year: year",
        "11 hidden: unsupported, it is known only to the running program: hidden",
        '12 wrong: unsupported, hour: got "25", want 0 to 23: wrong',
        "13 fifths: 0 1 5-30/5 * *: fifths",
      ],
    ],
    [
      "toad-scheduler",
      "jobs.ts",
      `import { CronJob, SimpleIntervalJob, AsyncTask, ToadScheduler } from "toad-scheduler";
const task = new AsyncTask("archive repos", async (): Promise<void> => { await archive<Repo>(); });
scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ hours: 1, minutes: 30 }, task));
scheduler.addCronJob(new CronJob({ cronExpression: "0 5 * * *", timezone: "UTC" }, task));`,
      ["3 archive-repos: every 5400 s: archive repos", "4 archive-repos-2: 0 5 * * * in UTC: archive repos"],
    ],
  ])("%s", (_name, file, text, expected) => {
    expect(scan(file, text)).toEqual(expected);
  });

  test("a file that imports none of them has no jobs", () => {
    expect(scan("a.ts", 'import { schedule } from "./own.ts"; schedule("0 0 * * *", run);')).toEqual([]);
    expect(scan("a.ts", 'import cron from "node-cron-like"; cron.schedule("0 0 * * *", run);')).toEqual([]);
  });
});

describe("Python", () => {
  test.each<[string, string, string[]]>([
    [
      "APScheduler",
      `from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger as Every
scheduler = BackgroundScheduler(timezone="UTC")
# scheduler.add_job(off, 'cron', hour=1)
"""scheduler.add_job(off, 'cron', hour=2)"""
scheduler.add_job(sweep, 'cron', hour=3, id='stale-sweep')
scheduler.add_job(sweep, 'cron', day_of_week='0-4', hour='8-18', minute='*/10')
scheduler.add_job(report, CronTrigger.from_crontab('0 6 * * mon', timezone='Europe/Berlin'))
scheduler.add_job(func=poll, trigger=Every(minutes=5))
scheduler.add_job(monthly, CronTrigger(day='last', hour=1))
scheduler.add_job(monthly, 'cron', day=1)
scheduler.add_job(once, 'date', run_date='2030-01-01')
scheduler.add_job(poll, 'cron', hour=settings.HOUR)

@scheduler.scheduled_job('interval', hours=2)
def refresh():
    pass
scheduler.add_job(sunday, CronTrigger.from_crontab('0 6 * * 0'))
scheduler.add_job(poll, "interval", minutes=5, id="poll", next_run_time=now())
scheduler.add_job(hidden, "cron", minute=5, **more)
scheduler.add_job(zoned, CronTrigger(hour=1, timezone=ZoneInfo("Asia/Tokyo")))
scheduler.add_job(zoned, CronTrigger(hour=1, timezone=settings.zone))
self.own = BackgroundScheduler(timezone=pytz.timezone("Europe/Rome"))
self.own.add_job(own, "cron", hour=2)
scheduler.add_job(elsewhere, CronTrigger(hour=1, timezone=os.environ.get("ZONE", "UTC")))
scheduler.add_job(there, CronTrigger(hour=1, timezone=zoneinfo.ZoneInfo("Asia/Tokyo")))`,
      [
        "7 stale-sweep: 0 3 * * * in UTC: sweep",
        "8 sweep: */10 8-18 * * 1-5 in UTC: sweep",
        "9 report: 0 6 * * mon in Europe/Berlin: report",
        "10 poll: every 300 s: poll",
        "11 monthly: unsupported, five fields cannot say the last or the n-th day: monthly",
        "12 monthly-2: 0 0 1 * * in UTC: monthly",
        "14 poll-2: unsupported, it is known only to the running program: poll",
        "16 refresh: every 7200 s: refresh",
        "19 sunday: unsupported, whether 0 is Sunday or Monday depends on the version of APScheduler: name the days: sunday",
        "20 poll-3: every 300 s: poll",
        "21 hidden: unsupported, it is known only to the running program: hidden",
        "22 zoned: 0 1 * * * in Asia/Tokyo: zoned",
        "23 zoned-2: unsupported, (settings.zone) is not a time zone: zoned",
        "25 own: 0 2 * * * in Europe/Rome: own",
        '26 elsewhere: unsupported, (os.environ.get("ZONE", "UTC")) is not a time zone: elsewhere',
        "27 there: 0 1 * * * in Asia/Tokyo: there",
      ],
    ],
    [
      "schedule",
      `import schedule
from schedule import every, repeat
schedule.every(10).minutes.do(poll)
schedule.every().day.at("10:30", "Europe/Amsterdam").do(digest)
schedule.every().monday.at("09:00").do(report, team="x")
every().hour.at(":15").do(tick)
every(5).to(10).minutes.do(jitter)
every().wednesday.do(vague)
# every().day.at("01:00").do(off)
other.every(3).minutes.do(nothing)
every().minute.at(":17").do(seconds)
every().day.at("12:42", pytz.timezone("Europe/Rome")).do(zoned)
every().day.at("12:42", zone).do(somewhere)
every(random.randint(5, 10)).minutes.do(now_and_then)
every().day.at(os.getenv("RUN_AT", "10:30")).do(told)
every().day.at("12:42", os.getenv("ZONE", "UTC")).do(elsewhere)
every().day.at("12:42", tz="Europe/Rome").do(named)
every(interval=3).hours.do(spaced)

@repeat(every(2).hours)
def refresh():
    pass`,
      [
        "3 poll: every 600 s: poll",
        "4 digest: 30 10 * * * in Europe/Amsterdam: digest",
        "5 report: 0 9 * * 1: report",
        "6 tick: 15 * * * *: tick",
        "7 jitter: unsupported, to() makes it a random interval: jitter",
        "8 vague: unsupported, the time of day is that at which the program started: vague",
        "11 seconds: unsupported, five fields cannot say seconds: seconds",
        "12 zoned: 42 12 * * * in Europe/Rome: zoned",
        "13 somewhere: unsupported, the time zone is known only to the running program: somewhere",
        "14 now-and-then: unsupported, it is known only to the running program: now_and_then",
        "15 told: unsupported, it is known only to the running program: told",
        "16 elsewhere: unsupported, the time zone is known only to the running program: elsewhere",
        "17 named: 42 12 * * * in Europe/Rome: named",
        "18 spaced: every 10800 s: spaced",
        "20 refresh: every 7200 s: refresh",
      ],
    ],
    [
      "Celery beat",
      `from celery import Celery
from celery.schedules import crontab, solar
from datetime import timedelta
app = Celery('hub')
app.conf.timezone = 'Europe/London'
app.conf.beat_schedule = {
    'sweep-stale-tasks': {
        'task': 'hub.sweep',
        'schedule': crontab(minute=0, hour='*/3'),
    },
    # 'off': {'task': 'hub.off', 'schedule': crontab()},
    'poll': {'task': 'hub.poll', 'schedule': 30.0},
    'refresh': {'task': 'hub.refresh', 'schedule': timedelta(minutes=5)},
    'dusk': {'task': 'hub.dusk', 'schedule': solar('sunset', -37, 144)},
}

@app.on_after_configure.connect
def setup(sender, **kwargs):
    sender.add_periodic_task(crontab(hour=7, minute=30, day_of_week='monday'), report.s('x'), name='monday report')
    sender.add_periodic_task(10.0, poll.s())

app.conf.beat_schedule['placed'] = dict(task='hub.placed', schedule=crontab('0', '4'))
app.conf.beat_schedule.update({'added': {'task': 'hub.added', 'schedule': crontab(0, 5, '1')}})`,
      [
        "7 sweep-stale-tasks: 0 */3 * * * in Europe/London: hub.sweep",
        "12 poll: every 30 s: hub.poll",
        "13 refresh: every 300 s: hub.refresh",
        "14 dusk: unsupported, the sun's times are not in five fields: hub.dusk",
        "19 monday-report: 30 7 * * mon in Europe/London: report",
        "20 poll-2: every 10 s: poll",
        "22 placed: 0 4 * * * in Europe/London: hub.placed",
        "23 added: unsupported, which fields come after minute and hour depends on the version of Celery: name them: hub.added",
      ],
    ],
  ])("%s", (_name, text, expected) => {
    expect(scan("jobs.py", text)).toEqual(expected);
  });
});

import { scan } from "/work/wt/scan/packages/cli/src/consumers/scan.ts";
import { profileText } from "/work/wt/scan/packages/cli/src/consumers/profile-text.ts";
const t=performance.now();
const r = scan({consumer:"x",owner:"y",repository:"z"},{root: process.argv[2], tsconfig: undefined});
console.log(r.diagnostics); if (r.profile) console.log(profileText(r.profile)); console.log(performance.now()-t);

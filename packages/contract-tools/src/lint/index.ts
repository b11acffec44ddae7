export { applyFixes } from "./fix.ts";
export {
  type LintContractsOptions,
  type LintResult,
  type LintSchemasOptions,
  lintContracts,
  lintSchemas,
} from "./lint.ts";
export type { Profile, Rule } from "./rule.ts";
export { RULES } from "./rules/index.ts";
export { rulesTable } from "./rules-table.ts";
export { DIALECTS } from "./schema/keywords.ts";

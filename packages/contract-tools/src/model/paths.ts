/** The folder of the contract files, relative to the repository's root. */
export const SCHEMAS = "schemas";
/** What was released, kept as it was: no contracts. */
export const RELEASED: string = `${SCHEMAS}/released`;
/** The digests of all that was released. */
export const RELEASED_LOCK: string = `${RELEASED}/digests.json`;
/** What every `$id` begins with. */
export const SCHEMA_BASE = "https://schemas.statehub.org/";
/** The `$schema` of every contract file. */
export const CONTRACT_META_SCHEMA = "https://schemas.statehub.org/contract/v1";
/** Where the waivers stand: one file, so that who owns the rules reviews every exception to them. */
export const WAIVERS: string = `${SCHEMAS}/waivers.json`;

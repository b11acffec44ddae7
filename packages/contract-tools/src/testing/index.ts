export type { InstanceOptions } from "./document.ts";
export { instancesOf } from "./instances.ts";
export { invalidInstancesOf, invalidSamplesOf, samplesOf } from "./invalid.ts";
export { type TestedContract, type TestedUpcaster, type UpcasterProperty, upcasterProperties } from "./upcasters.ts";

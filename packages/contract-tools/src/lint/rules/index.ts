import type { Rule } from "../rule.ts";
import { acceptedInvalidExample } from "./accepted-invalid-example.ts";
import { badPattern } from "./bad-pattern.ts";
import { enumType } from "./enum-type.ts";
import { inapplicableKeyword } from "./inapplicable-keyword.ts";
import { invalidDefault } from "./invalid-default.ts";
import { invalidExample } from "./invalid-example.ts";
import { keywordValue } from "./keyword-value.ts";
import { lifecycleFacts } from "./lifecycle-facts.ts";
import { misplacedProperty } from "./misplaced-property.ts";
import { missingClassification } from "./missing-classification.ts";
import { missingDescription } from "./missing-description.ts";
import { missingReference } from "./missing-reference.ts";
import { missingReplacement } from "./missing-replacement.ts";
import { nullableEnum } from "./nullable-enum.ts";
import { otherDraftKeyword } from "./other-draft-keyword.ts";
import { pastSunset } from "./past-sunset.ts";
import { proposedReplacement } from "./proposed-replacement.ts";
import { READING } from "./reading.ts";
import { refSiblings } from "./ref-siblings.ts";
import { relativeReference } from "./relative-reference.ts";
import { returnedName } from "./returned-name.ts";
import { similarName } from "./similar-name.ts";
import { snakeCase } from "./snake-case.ts";
import { toBeWritten } from "./to-be-written.ts";
import { unbounded } from "./unbounded.ts";
import { undeclaredRequired } from "./undeclared-required.ts";
import { undefinedContentModel } from "./undefined-content-model.ts";
import { undiscriminatedUnion } from "./undiscriminated-union.ts";
import { unknownFormat } from "./unknown-format.ts";
import { unknownKeyword } from "./unknown-keyword.ts";
import { unsafeInteger } from "./unsafe-integer.ts";
import { unsatisfiable } from "./unsatisfiable.ts";

/** Every rule. They are asked in this order: those that say why something is impossible come before the one that finds it. */
export const RULES: readonly Rule[] = [
  ...READING,
  keywordValue,
  unknownKeyword,
  misplacedProperty,
  otherDraftKeyword,
  unknownFormat,
  badPattern,
  missingReference,
  refSiblings,
  relativeReference,
  inapplicableKeyword,
  enumType,
  nullableEnum,
  undeclaredRequired,
  unsatisfiable,
  invalidDefault,
  invalidExample,
  acceptedInvalidExample,
  unsafeInteger,
  unbounded,
  snakeCase,
  similarName,
  missingDescription,
  toBeWritten,
  missingClassification,
  undiscriminatedUnion,
  undefinedContentModel,
  lifecycleFacts,
  pastSunset,
  missingReplacement,
  proposedReplacement,
  returnedName,
];

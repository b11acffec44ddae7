// @generated from schemas/common/slug.json

/**
 * A short name that is part of a URL: lower-case letters and digits in groups joined by single hyphens.
 *
 * @pattern ^[a-z0-9]+(-[a-z0-9]+)*$
 * @minLength 1
 * @maxLength 64
 */
export type Slug = string;

/**
 * What the catalog tells to programs: JSON Schema of records, types for TypeScript, and the OpenAPI document.
 *
 * <p>Entry points: {@link org.statehouse.describe.RecordSchema}, {@link org.statehouse.describe.TypeScript} and
 * {@link org.statehouse.describe.OpenApi}. Each is a pure function of a catalog: no database, no threads, no state. A
 * field type and a rule say of themselves what a schema can say of them; here it is put together.
 */
@NullMarked
package org.statehouse.describe;

import org.jspecify.annotations.NullMarked;

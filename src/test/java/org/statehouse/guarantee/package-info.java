/**
 * The promises, each with a validator that says its sentence, workloads that try to break it, and the proof that the
 * validators notice: doctored histories, and every safeguard switched off in turn.
 */
@NullMarked
package org.statehouse.guarantee;

import org.jspecify.annotations.NullMarked;

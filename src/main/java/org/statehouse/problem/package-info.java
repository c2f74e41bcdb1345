/**
 * Every failure that a caller can see: the closed table of problem types, and the evidence that goes with one.
 *
 * <p>Entry point: {@link org.statehouse.problem.ProblemException}, thrown by any package and translated by the edges
 * alone. Imports nothing of ours. Values are immutable; no threads, no locks. It never renders HTTP.
 */
@NullMarked
package org.statehouse.problem;

import org.jspecify.annotations.NullMarked;

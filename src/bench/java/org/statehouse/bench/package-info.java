/**
 * Measures the packaged server from outside, beside a bare handler and PostgreSQL alone with the same statements, all on one
 * machine in one run. Ratios are what counts: a figure alone says more of the machine. Run by {@code mvn -Pbench}; no part of
 * the product and no test.
 */
@NullMarked
package org.statehouse.bench;

import org.jspecify.annotations.NullMarked;

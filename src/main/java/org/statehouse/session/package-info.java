/**
 * Who acts.
 *
 * <p>Until sessions exist every request is {@link org.statehouse.session.Actor#ANONYMOUS}, and the server listens on
 * loopback only.
 */
@NullMarked
package org.statehouse.session;

import org.jspecify.annotations.NullMarked;

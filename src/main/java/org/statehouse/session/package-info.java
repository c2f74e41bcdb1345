/**
 * Who acts.
 *
 * <p>Until sessions exist every request is {@link org.statehouse.session.Actor#ANONYMOUS}, and the server listens on
 * loopback only. {@link org.statehouse.session.PasswordHasher} makes and verifies the hashes of passwords; it holds back
 * whoever comes while as many are made as the node may make at once, so it is never called while a lock or a connection is
 * held.
 */
@NullMarked
package org.statehouse.session;

import org.jspecify.annotations.NullMarked;

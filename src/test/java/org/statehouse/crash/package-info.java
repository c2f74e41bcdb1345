/**
 * What a crash leaves: servers and databases are killed, frozen and cut off at every step of a write and of a publication, and
 * under load at any moment, and then the promises are checked by a program that knows what was asked for and answered.
 */
@NullMarked
package org.statehouse.crash;

import org.jspecify.annotations.NullMarked;

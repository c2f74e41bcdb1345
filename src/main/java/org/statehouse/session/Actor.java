package org.statehouse.session;

/**
 * Who does something.
 *
 * @param name as it stands in {@code createdBy}, {@code updatedBy} and in the log; at most 255 characters
 */
public record Actor(String name) {

    /** Who has not signed in. */
    public static final Actor ANONYMOUS = new Actor("anonymous");
}

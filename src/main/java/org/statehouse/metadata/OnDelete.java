package org.statehouse.metadata;

/** What the delete of a record does to those that refer to it. Carried out by the write path, never by the database. */
public enum OnDelete {
    /** The delete is refused. */
    RESTRICT,
    /** They are deleted too. */
    CASCADE,
    /** Their reference becomes null. */
    SET_NULL
}

package org.statehouse.metadata;

/**
 * One thing that is wrong in a metadata file.
 *
 * @param file its path below the folder of the metadata, such as {@code chinook/track.yaml}
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what is allowed here; at most 1,000 characters, and none that a terminal obeys
 */
public record MetadataFault(String file, int line, int column, String message) {

    private static final int MAX_SHOWN = 1_000;

    public MetadataFault {
        message = Characters.shown(message, MAX_SHOWN);
    }

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return Characters.shown(file, MAX_SHOWN) + ":" + line + ":" + column + ": " + message;
    }
}

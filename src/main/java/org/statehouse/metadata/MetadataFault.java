package org.statehouse.metadata;

/**
 * One thing that is wrong in a metadata file.
 *
 * @param file its path below the folder of the metadata, such as {@code chinook/track.yaml}
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what is allowed here
 */
public record MetadataFault(String file, int line, int column, String message) {

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}

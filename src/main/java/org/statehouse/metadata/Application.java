package org.statehouse.metadata;

/**
 * One folder of metadata files.
 *
 * @param name its name in the catalog
 * @param label for people
 */
public record Application(String name, String label) {}

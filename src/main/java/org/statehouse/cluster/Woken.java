package org.statehouse.cluster;

/**
 * Another node has written.
 *
 * @param position that is in the log; there may be later ones
 */
public record Woken(long position) {}

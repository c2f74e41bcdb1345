package org.statehouse.job;

import java.io.IOException;

/** A file that cannot be read on: its message says where and why. */
final class UnreadableFile extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableFile(String message) {
        super(message);
    }
}

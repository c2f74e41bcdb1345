package org.statehouse.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The steps at which a test can hold a server, to kill it, its database or their connections exactly there. Each is named
 * after what is a fact when it is reached.
 *
 * <p>They are armed by tests alone: the system property {@code statehouse.failpoints} names a folder, without which {@link
 * #reach()} is the reading of a constant. Who arms a point makes a file there that has its {@link #file() name}. The first
 * thread that reaches it renames that file to {@code <name>.reached}, so that exactly one is held, and stands still until
 * there is a file {@code <name>.go}, or its process is over; when it goes on it removes both.
 */
public enum Failpoint {
    /** One record is read and checked; the statement that writes it and its change is not sent. */
    RECORD_CHECKED,
    /** One record and its change are committed; the caller does not know. */
    RECORD_COMMITTED,

    /** A unit of work has begun its transaction. */
    UNIT_BEGUN,
    /** A unit has locked records. */
    RECORDS_LOCKED,
    /** A unit has written all its rows and has drawn no position. */
    UNIT_WRITTEN,
    /** A unit has drawn its position, and its changes are in the log, uncommitted; or it has changed nothing. */
    UNIT_APPENDED,
    /** A unit is committed; the caller does not know. */
    UNIT_COMMITTED,
    /** An Idempotency-Key has its row, uncommitted, and nothing else is done. */
    KEY_CLAIMED,
    /** An Idempotency-Key has its answer; all that is missing is the commit. */
    ANSWER_KEPT,

    /** The file of an import is on disk; there is no job that knows of it. */
    FILE_KEPT,
    /** The rows of a batch are written, uncommitted; its job does not know. */
    BATCH_WRITTEN,
    /** A batch is committed, with how far its job has come; the job goes on. */
    BATCH_COMMITTED,
    /** All rows of a file are read; its job is still called running. */
    FILE_READ,

    /** A publication has its turn, and has not planned. */
    TURN_TAKEN,
    /** A rule of the next catalog is announced to writers, and is not there yet. */
    RULE_ANNOUNCED,
    /** A part of the next catalog is built beside a table in use: a column, an index, a constraint not looked through. */
    PART_BUILT,
    /** All parts are built, and rows were looked through. */
    PARTS_READY,
    /** The publishing transaction has locked every table that changes. */
    TABLES_LOCKED,
    /** The tables are those of the next catalog, uncommitted; the catalog is not written. */
    TABLES_CHANGED,
    /** The catalog and its entry in the log are written, uncommitted. */
    CATALOG_WRITTEN,
    /** The catalog is committed; this node serves the one before. */
    CATALOG_COMMITTED;

    private static final @Nullable Path FOLDER = folder();
    private static final boolean ARMED = FOLDER != null;
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Says that this step is reached. */
    public void reach() {
        if (ARMED) {
            hold();
        }
    }

    /** The name of the file that arms it, such as {@code unit-written}. */
    public String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void hold() {
        if (FOLDER == null) {
            return;
        }
        Path reached = FOLDER.resolve(file() + ".reached");
        File go = FOLDER.resolve(file() + ".go").toFile();
        try {
            Files.move(FOLDER.resolve(file()), reached, StandardCopyOption.ATOMIC_MOVE);
            while (!go.exists()) {
                LockSupport.parkNanos(this, LOOK_EVERY_NANOS);
            }
            Files.delete(reached);
            Files.delete(go.toPath());
        } catch (NoSuchFileException notArmed) {
            return;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static @Nullable Path folder() {
        String folder = System.getProperty("statehouse.failpoints");
        return folder == null ? null : Path.of(folder);
    }
}

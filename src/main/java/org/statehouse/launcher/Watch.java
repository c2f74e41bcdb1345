package org.statehouse.launcher;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Starts the embedded database again when it ends while the server runs, and says so in the log. */
final class Watch {
    private static final Logger LOG = System.getLogger(Watch.class.getName());
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long FAILED_PAUSE_MILLIS = 5_000;

    private final EmbeddedPostgres database;
    private volatile boolean ended;

    private Watch(EmbeddedPostgres database) {
        this.database = database;
    }

    static Watch over(EmbeddedPostgres database) {
        Watch watch = new Watch(database);
        Thread thread = new Thread(watch::look, "statehouse-database-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** Ends the watch and then the database; nothing starts it again. */
    void stopDatabase() {
        synchronized (this) {
            ended = true;
            database.stop();
        }
    }

    private void look() {
        while (!ended) {
            Pause.millis(LOOK_EVERY_MILLIS);
            if (!database.isRunning() && !startAgain()) {
                Pause.millis(FAILED_PAUSE_MILLIS);
            }
        }
    }

    private synchronized boolean startAgain() {
        if (ended) {
            return true;
        }
        try {
            LOG.log(Level.WARNING, "The embedded PostgreSQL has ended; starting it again.");
            database.run();
            return true;
        } catch (StartFailure e) {
            LOG.log(Level.ERROR, e.getMessage());
            return false;
        }
    }
}

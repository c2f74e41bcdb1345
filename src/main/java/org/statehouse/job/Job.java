package org.statehouse.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.state.BatchMode;

/** One import: what it is to do, and how far it has come. Its figures are raised by the statement that commits a batch. */
@Entity
@Table(schema = "statehouse", name = "job")
public class Job {

    /** Whether it goes on. */
    public enum Status {
        RUNNING,
        DONE,
        FAILED;

        /** The word for it in JSON and in the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Id
    private String id = "";

    @Version
    private long version;

    private String model = "";
    private String format = "";
    private String node = "";
    private String status = Status.RUNNING.word();
    private @Nullable Long total;
    private long processed;
    private long written;
    private long failed;

    @Column(name = "last_line")
    private long lastLine;

    private @Nullable String message;
    private boolean upsert;

    @Column(name = "upsert_by")
    private @Nullable String upsertBy;

    @Column(name = "dry_run")
    private boolean dryRun;

    private boolean atomic;
    private long updated;
    private long unchanged;
    private String ignored = "";
    private String actor = "";
    private String request = "";

    protected Job() {}

    Job(
            String id,
            String model,
            ImportFormat format,
            ImportOptions options,
            String node,
            String actor,
            String request) {
        this.id = id;
        this.model = model;
        this.format = format.word();
        this.upsert = options.mode().upsert();
        this.upsertBy = options.mode().by();
        this.dryRun = options.dryRun();
        this.atomic = options.atomic();
        this.ignored = options.ignoredText();
        this.node = node;
        this.actor = actor;
        this.request = request;
    }

    public String id() {
        return id;
    }

    public String model() {
        return model;
    }

    ImportFormat format() {
        return ImportFormat.valueOf(format.toUpperCase(Locale.ROOT));
    }

    public ImportOptions options() {
        Set<String> names = ignored.isEmpty() ? Set.of() : Set.of(ignored.split(",", -1));
        return new ImportOptions(new BatchMode(upsert, upsertBy), dryRun, atomic, names);
    }

    public Status status() {
        return Status.valueOf(status.toUpperCase(Locale.ROOT));
    }

    /** Rows in the file, known when it has been read to its end. */
    public @Nullable Long total() {
        return total;
    }

    /** Rows that have been dealt with: written or failed. */
    public long processed() {
        return processed;
    }

    /** Good rows: they became records, changed one, or equal one. In a dry run, rows that would. */
    public long written() {
        return written;
    }

    /** Good rows that changed a record. */
    public long updated() {
        return updated;
    }

    /** Good rows that equal their record. */
    public long unchanged() {
        return unchanged;
    }

    public long failed() {
        return failed;
    }

    /** The line at which the last committed batch ends. */
    public long lastLine() {
        return lastLine;
    }

    /** Why it failed as a whole. */
    public @Nullable String message() {
        return message;
    }

    /** The node that keeps the file. */
    String node() {
        return node;
    }

    String actor() {
        return actor;
    }

    String request() {
        return request;
    }

    void end(Status how, @Nullable String why) {
        status = how.word();
        message = why;
        if (how == Status.DONE) {
            total = processed;
        }
    }
}

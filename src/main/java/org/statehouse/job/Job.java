package org.statehouse.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
    private String actor = "";
    private String request = "";

    protected Job() {}

    Job(String id, String model, ImportFormat format, String node, String actor, String request) {
        this.id = id;
        this.model = model;
        this.format = format.word();
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

    public long written() {
        return written;
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

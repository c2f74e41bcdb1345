package org.statehouse.problem;

/**
 * The closed table of problems (RFC 9457): slug, title, HTTP status and when the same request may be tried again.
 *
 * <p>{@code src/doc/problems.md} has one row for each constant; a test holds them together.
 */
public enum ProblemType {
    MALFORMED_REQUEST("malformed-request", "The request cannot be read", 400, Retry.NEVER),
    BAD_QUERY("bad-query", "The query does not fit the model", 400, Retry.NEVER),
    QUERY_TOO_COSTLY("query-too-costly", "The query takes too long", 400, Retry.NEVER),
    BAD_CURSOR("bad-cursor", "The cursor cannot be read", 400, Retry.NEVER),
    BAD_MESSAGE("bad-message", "The message cannot be understood", 400, Retry.NEVER),
    FOREIGN_ORIGIN("foreign-origin", "Pages of another origin may not connect", 403, Retry.NEVER),
    NOT_FOUND("not-found", "There is nothing at this address", 404, Retry.NEVER),
    UNKNOWN_MODEL("unknown-model", "No such model", 404, Retry.NEVER),
    UNKNOWN_RECORD("unknown-record", "No such record", 404, Retry.NEVER),
    UNKNOWN_VERSION("unknown-version", "No such version of the record", 404, Retry.NEVER),
    UNKNOWN_RELATIONSHIP("unknown-relationship", "No such relationship", 404, Retry.NEVER),
    UNKNOWN_JOB("unknown-job", "No such job", 404, Retry.NEVER),
    METHOD_NOT_ALLOWED("method-not-allowed", "This address does not take the method", 405, Retry.NEVER),
    NOT_ACCEPTABLE("not-acceptable", "None of the accepted formats can be given", 406, Retry.NEVER),
    UNIQUE_VIOLATION("unique-violation", "Another record has this value", 409, Retry.NEVER),
    ILLEGAL_TRANSITION("illegal-transition", "The lifecycle does not have this step", 409, Retry.NEVER),
    REFERENCE_RESTRICTED("reference-restricted", "Other records refer to this one", 409, Retry.NEVER),
    IN_PROGRESS("in-progress", "The same request is still under way", 409, Retry.LATER),
    CONSENT_REQUIRED("consent-required", "The change of the models needs consent", 409, Retry.NEVER),
    MIGRATION_REFUSED("migration-refused", "The models cannot be changed so", 409, Retry.NEVER),
    CATALOG_CHANGED("catalog-changed", "The model has changed", 409, Retry.AFTER_REFRESH),
    RESYNC("resync", "The cursor cannot be resumed", 410, Retry.AFTER_REFRESH),
    VERSION_CONFLICT("version-conflict", "The record has changed", 412, Retry.AFTER_REFRESH),
    TOO_LARGE("too-large", "The body is too large", 413, Retry.NEVER),
    URI_TOO_LONG("uri-too-long", "The address is too long", 414, Retry.NEVER),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", "The body's type is not supported", 415, Retry.NEVER),
    MISDIRECTED("misdirected", "This server does not answer to that name", 421, Retry.NEVER),
    METADATA_INVALID("metadata-invalid", "The metadata files have faults", 422, Retry.NEVER),
    UNKNOWN_FIELD("unknown-field", "No such field", 422, Retry.NEVER),
    READ_ONLY_FIELD("read-only-field", "The field is set by the server", 422, Retry.NEVER),
    VALIDATION_FAILED("validation-failed", "The values break rules", 422, Retry.NEVER),
    IDEMPOTENCY_MISMATCH("idempotency-mismatch", "The key was sent with another request", 422, Retry.NEVER),
    CONDITION_REQUIRED(
            "condition-required", "The write must name the version it is based on", 428, Retry.AFTER_REFRESH),
    TOO_MANY("too-many", "There are too many of them", 429, Retry.LATER),
    INTERNAL("internal", "Something went wrong on the server", 500, Retry.LATER),
    NOT_SUPPORTED("not-supported", "This is not supported yet", 501, Retry.NEVER),
    BUSY("busy", "The server is too busy", 503, Retry.LATER),
    TRANSACTION_TIMEOUT("transaction-timeout", "The write took too long", 503, Retry.LATER),
    DATABASE_UNAVAILABLE("database-unavailable", "The database cannot be reached", 503, Retry.LATER),
    STORAGE_FULL("storage-full", "The database has no room left", 507, Retry.LATER);

    /** When the same request may be sent again. */
    public enum Retry {
        /** It fails again until the request is changed. */
        NEVER,
        /** After the caller has read the current state. */
        AFTER_REFRESH,
        /** Unchanged, after the time in {@code Retry-After}. */
        LATER
    }

    private final String slug;
    private final String title;
    private final int status;
    private final Retry retry;

    ProblemType(String slug, String title, int status, Retry retry) {
        this.slug = slug;
        this.title = title;
        this.status = status;
        this.retry = retry;
    }

    /** The last segment of the problem's {@code type} URI. */
    public String slug() {
        return slug;
    }

    /** One short sentence, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** When the same request may be sent again. */
    public Retry retry() {
        return retry;
    }
}

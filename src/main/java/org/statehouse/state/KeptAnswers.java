package org.statehouse.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * Answers to writes with an Idempotency-Key. A key's row is the first that the transaction of its write inserts, and gets the
 * answer as its last: key and change are there together or not at all. A twin waits at the unique key until the first is
 * over, then finds its answer, or, when the first has failed, is the first itself. Holds nothing; safe for all threads.
 */
final class KeptAnswers {

    /** Of the wait for a twin: lock_not_available. */
    private static final String WAITED = "55P03";

    /** How often a row may have been forgotten between two looks. */
    private static final int LOOKS = 3;

    /** In one message: the time to wait for a twin, the key, and the time to wait for others as it was. */
    private static final String CLAIM = """
            SET LOCAL lock_timeout = %d;
            INSERT INTO statehouse.kept_answer (key, request) VALUES (decode(?, 'hex'), decode(?, 'hex'))
              ON CONFLICT (key) DO NOTHING;
            SET LOCAL lock_timeout TO DEFAULT
            """;

    private static final String FIND = """
            SELECT encode(request, 'hex'), status, headers, body FROM statehouse.kept_answer
             WHERE key = decode(?, 'hex') AND status IS NOT NULL
            """;
    private static final String KEEP = """
            UPDATE statehouse.kept_answer SET status = ?, headers = ?::jsonb, body = ? WHERE key = decode(?, 'hex')
            """;
    private static final String FORGET = """
            DELETE FROM statehouse.kept_answer WHERE key IN
              (SELECT k.key FROM (SELECT pg_try_advisory_xact_lock(%d) AS mine OFFSET 0) turn, statehouse.kept_answer k
                WHERE turn.mine AND k.at < clock_timestamp() - make_interval(secs => ?) ORDER BY k.at LIMIT %d)
            """;

    /** Rows that one transaction forgets. */
    static final int PORTION = 1_000;

    private static final long TURN = 0x6b65707420616e73L;

    private final KeySettings settings;
    private final KeyMeter meter;
    private final String claim;

    KeptAnswers(KeySettings settings, KeyMeter meter) {
        this.settings = settings;
        this.meter = meter;
        this.claim = CLAIM.formatted(settings.waitMillis());
    }

    KeyMeter meter() {
        return meter;
    }

    /**
     * Takes the key for this unit, or gives the answer that it has already. Before anything else in the unit.
     *
     * @throws ProblemException {@code idempotency-mismatch}, and {@code in-progress} after {@code
     *     statehouse.idempotency-wait}
     */
    @Nullable
    Answer claim(UnitOfWork unit, RequestKey key) throws SQLException {
        for (int look = 0; look < LOOKS; look++) {
            if (inserted(unit, key)) {
                return null;
            }
            Answer known = find(unit.connection(), key);
            if (known != null) {
                return known;
            }
        }
        throw inProgress();
    }

    private boolean inserted(UnitOfWork unit, RequestKey key) throws SQLException {
        try (PreparedStatement insert = unit.connection().prepareStatement(claim)) {
            insert.setString(1, key.key());
            insert.setString(2, key.request());
            insert.execute();
            insert.getMoreResults();
            return insert.getUpdateCount() == 1;
        } catch (SQLException failure) {
            if (WAITED.equals(failure.getSQLState())) {
                throw inProgress();
            }
            throw failure;
        }
    }

    private ProblemException inProgress() {
        meter.stillInProgress();
        return Problem.of(
                        ProblemType.IN_PROGRESS,
                        "The same request is still under way; send it again in a moment to get its answer")
                .exception();
    }

    /** The answer of a key that is committed; null if there is none. */
    @Nullable
    Answer find(Connection connection, RequestKey key) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, key.key());
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                if (!key.request().equals(row.getString(1))) {
                    throw mismatch();
                }
                return new Answer(row.getInt(2), headers(row.getString(3)), row.getBytes(4));
            }
        }
    }

    private ProblemException mismatch() {
        meter.mismatched();
        return Problem.of(
                        ProblemType.IDEMPOTENCY_MISMATCH,
                        "The Idempotency-Key was sent before with another body, type or condition; take a new key for a"
                                + " new request")
                .exception();
    }

    /** Keeps the answer; after the draw, for it waits for nobody: the row is this transaction's own. */
    void keep(UnitOfWork unit, RequestKey key, Answer answer) throws SQLException {
        if (answer.body().length > settings.maxBytes()) {
            throw Problem.of(
                            ProblemType.TOO_LARGE,
                            "The answer would have more than the " + settings.maxBytes() + " bytes that are kept for an"
                                    + " Idempotency-Key; nothing was written. Send the request without the key")
                    .with("max", settings.maxBytes())
                    .exception();
        }
        try (PreparedStatement keep = unit.connection().prepareStatement(KEEP)) {
            keep.setInt(1, answer.status());
            keep.setString(2, headers(answer.headers()));
            keep.setBytes(3, answer.body());
            keep.setString(4, key.key());
            if (keep.executeUpdate() != 1) {
                throw new IllegalStateException("The key's row is gone");
            }
        }
    }

    /** Forgets the oldest of the answers that need not be kept longer, if no other node is at it; gives their number. */
    int forget(Connection connection) throws SQLException {
        try (PreparedStatement forget = connection.prepareStatement(FORGET.formatted(TURN, PORTION))) {
            forget.setInt(1, settings.retentionSeconds());
            int forgotten = forget.executeUpdate();
            meter.forgotten(forgotten);
            return forgotten;
        }
    }

    private static String headers(Map<String, String> headers) {
        try {
            return Json.MAPPER.writeValueAsString(headers);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Map<String, String> headers(String json) {
        try {
            Map<String, String> headers = new LinkedHashMap<>();
            Json.MAPPER
                    .readTree(json)
                    .properties()
                    .forEach(member ->
                            headers.put(member.getKey(), member.getValue().asText()));
            return headers;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

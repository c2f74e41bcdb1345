package org.statehouse.history;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.statehouse.log.Cursor;
import org.statehouse.log.Moments;
import org.statehouse.metadata.Timestamps;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryString;

/**
 * The parameter {@code asOf}: a time or a cursor.
 *
 * @param text as it was given
 * @param rest the query without it
 */
record AsOf(String text, QueryString rest) {

    static final String PARAMETER = "asOf";

    /** From a query that has the parameter; 400 {@code bad-query} when it stands more than once. */
    static AsOf of(QueryString query) {
        Map<String, List<String>> others = new LinkedHashMap<>(query.parameters());
        List<String> values = others.remove(PARAMETER);
        if (values == null || values.size() != 1) {
            throw refused(PARAMETER, "is given more than once; give it once");
        }
        return new AsOf(values.get(0), new QueryString(others));
    }

    /** What was in the log then; 400 {@code bad-query}, 410 {@code resync}. */
    Cursor cursor(Moments moments) throws SQLException {
        OffsetDateTime time;
        try {
            time = Timestamps.parse(text);
        } catch (ValueFault notATime) {
            return moments.at(parsed());
        }
        return moments.at(time)
                .orElseThrow(() -> refused(PARAMETER, "is a time that is still to come by the database's clock"));
    }

    private Cursor parsed() {
        try {
            return Cursor.parse(text);
        } catch (ProblemException notACursor) {
            throw refused(
                    PARAMETER,
                    "must be a time with its offset and at most microseconds, such as 2024-02-29T13:45:00Z (a plus sign"
                            + " is written %2B), or a cursor as the server gave it");
        }
    }

    /** 400 {@code bad-query} for one parameter. */
    static ProblemException refused(String parameter, String message) {
        return Problem.of(ProblemType.BAD_QUERY, parameter + ": " + message)
                .with("errors", List.of(Map.of("parameter", parameter, "message", message)))
                .exception();
    }
}

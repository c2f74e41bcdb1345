package org.statehouse.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.statehouse.json.Json;
import org.statehouse.metadata.PublishedFiles;
import org.statehouse.testkit.PostgresServer;
import org.statehouse.testkit.Statements;

/** The tables of a database as PostgreSQL describes them, against those that its catalog has when it is published first. */
final class SchemaShape {

    static final String WHOLE =
            "Metadata changes live. A publication takes effect as a whole or not at all: the tables are"
                    + " those of the catalog in force";
    static final String NOTHING_PENDING = "Nothing is left of a publication that was cut off";

    private static final String SHAPE = """
            SELECT 'column ' || t.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                   || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
              FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
            UNION ALL
            SELECT 'constraint ' || c.conrelid::regclass || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
              FROM pg_constraint c WHERE c.connamespace = 'public'::regnamespace AND c.contype <> 'n'
            UNION ALL
            SELECT CASE WHEN i.indisvalid AND i.indisready THEN '' ELSE 'invalid ' END || pg_get_indexdef(i.indexrelid)
              FROM pg_index i JOIN pg_class t ON t.oid = i.indexrelid WHERE t.relnamespace = 'public'::regnamespace
            """;
    /** Without what is pending, in one look: what is pending may go at any moment. */
    private static final String IN_FORCE = """
            SELECT one FROM (%s) shape(one) WHERE one !~ '[^[:alnum:]_]__p'
            """.formatted(SHAPE);

    private static final String PENDING = """
            SELECT one FROM (%s) shape(one) WHERE one ~ '[^[:alnum:]_]__p'
            UNION ALL SELECT 'announced ' || name || ' ' || rule FROM statehouse.pending_rule
            """.formatted(SHAPE);
    private static final Map<String, List<String>> KNOWN = new HashMap<>();

    private SchemaShape() {}

    /** The version of the catalog in force. */
    static long catalog(DataSource database) throws SQLException {
        return Statements.number(database, "SELECT version FROM statehouse.catalog_head");
    }

    /** What stands beside the catalog in force. */
    static List<String> pending(DataSource database) throws SQLException {
        return Statements.texts(database, PENDING);
    }

    static void requireNothingPending(DataSource database) throws SQLException {
        assertThat(pending(database)).as(NOTHING_PENDING).isEmpty();
    }

    /** Fails unless the tables, apart from what is pending, are those of the catalog in force. */
    static void requireWhole(DataSource database) throws Exception {
        String sources = Statements.texts(
                        database,
                        "SELECT sources::text FROM statehouse.catalog JOIN statehouse.catalog_head USING (version)")
                .get(0);
        assertThat(Statements.texts(database, IN_FORCE)).as(WHOLE).containsExactlyInAnyOrderElementsOf(of(sources));
    }

    private static synchronized List<String> of(String sources) throws Exception {
        List<String> known = KNOWN.get(sources);
        if (known == null) {
            Map<String, String> files = new TreeMap<>();
            for (Map.Entry<String, JsonNode> file :
                    Json.parse(sources.getBytes(StandardCharsets.UTF_8)).properties()) {
                files.put(file.getKey(), file.getValue().textValue());
            }
            DataSource fresh = PostgresServer.shared().newDatabase("crash_" + KNOWN.size());
            PublishedFiles unused = new PublishedFiles(fresh, files);
            known = Statements.texts(fresh, SHAPE);
            KNOWN.put(sources, known);
        }
        return known;
    }
}

package org.statehouse.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the records that exist, to say what each step of a migration means for them. Reads only. */
final class Surveyor {

    private final Connection connection;
    private final Blueprint before;
    private final Map<String, Long> rows = new LinkedHashMap<>();

    Surveyor(Connection connection, @Nullable Catalog before) {
        this.connection = connection;
        this.before = before == null ? new Blueprint(Map.of()) : Blueprint.of(before);
    }

    List<Assessment> assess(Migration migration) throws SQLException {
        Set<String> rewritten = new HashSet<>();
        for (Step step : migration.steps()) {
            if (step.effect() == Step.Effect.REWRITE) {
                rewritten.add(step.table());
            }
        }
        List<Assessment> all = new ArrayList<>();
        for (Step step : migration.steps()) {
            long count = rows(step.table());
            boolean direct = count == 0 || rewritten.contains(step.table());
            Step.RowCheck check = step.check();
            long broken = count == 0 || check == null ? 0 : number(check.count());
            List<String> examples = broken == 0 || check == null ? List.of() : texts(check.examples());
            all.add(new Assessment(step, count, direct, broken, examples));
        }
        return all;
    }

    private long rows(String table) throws SQLException {
        Blueprint.Table there = before.tables().get(table);
        if (there == null) {
            return 0;
        }
        Long known = rows.get(table);
        if (known == null) {
            known = number("SELECT count(*) FROM " + there.sql());
            rows.put(table, known);
        }
        return known;
    }

    /**
     * Whether the records are still as they were found, as far as nothing else sees to it: called with all tables locked.
     */
    boolean isStillTrue(List<Assessment> steps) throws SQLException {
        Set<String> looked = new HashSet<>();
        for (Assessment one : steps) {
            Blueprint.Table table = before.tables().get(one.step().table());
            if (table == null) {
                continue;
            }
            if (one.rows() == 0 && looked.add(table.key()) && has("SELECT 1 FROM " + table.sql() + " LIMIT 1")) {
                return false;
            }
            Step.RowCheck check = one.step().check();
            boolean held = !one.direct() && !one.step().prepared().before().isEmpty();
            if (one.rows() > 0 && check != null && !held && number(check.count()) > 0) {
                return false;
            }
        }
        return true;
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private boolean has(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next();
        }
    }

    private List<String> texts(String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }
}
